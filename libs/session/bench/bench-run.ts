import { createExperimentState, parseTrainConfig, type ExperimentState } from '@cartwheel/experiment-state';
import { runRecordOf, type RunStore } from '@cartwheel/tracking';

/** The state of a training of PPO on CartPole-v1; its row is in the store. */
export async function createBenchRun(store: RunStore, totalTimesteps: number): Promise<ExperimentState> {
  const state = createExperimentState({
    experiment: 'bench',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: 0,
    totalTimesteps,
    host: { hostname: 'bench', pid: process.pid, platform: process.platform, runtime: process.version, engine: '' },
    createdAt: Date.now(),
  });
  await store.createRun(runRecordOf(state, parseTrainConfig({ env: 'CartPole-v1', algo: 'ppo' })));
  return state;
}
