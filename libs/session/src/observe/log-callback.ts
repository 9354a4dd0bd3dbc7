import type { TrainingCallback } from '@cartwheel/callbacks';
import type { Logger } from '@cartwheel/logging';

/**
 * Training's way in the log: its ends and commands at `info`, its updates at `debug`. Run and step are in every line already; a checkpoint is told of
 * when it is on disk, which is some steps after its own.
 */
export function createLogCallback(logger: Logger): TrainingCallback {
  return {
    name: 'log',
    onTrainingStart: (_event, { algorithm, envId, seed, totalTimesteps }) =>
      logger.info('training started', { algorithm, env: envId, seed, totalTimesteps }),
    onUpdate({ updates, statistics }) {
      if (logger.level === 'debug') logger.debug('updated', { updates, ...statistics });
    },
    onEvaluation: ({ result: { meanReturn, stdReturn } }) => logger.info('evaluated', { meanReturn, stdReturn }),
    onCheckpoint: ({ timesteps, path, weightsHash }) =>
      logger.info('checkpoint written', { step: timesteps, path, weightsHash }),
    onCommand: ({ command: { action, sender }, outcome: { status, detail } }) =>
      logger.info('command ended', { ...action, sender, status, detail }),
    onError: ({ error }) => logger.error('training failed', { error }),
    onTrainingEnd: ({ outcome, reason }) => logger.info('training ended', { outcome, reason }),
  };
}
