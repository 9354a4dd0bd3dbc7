import { loadAlgorithm, MODEL_FILES } from '@cartwheel/algorithms';
import { envIds, makeEnv } from '@cartwheel/envs';
import { fetchBytes } from '../fetch-json.ts';
import { Player } from './player.ts';

/** The environment and the policy of a checkpoint, in this page. Throws what says why it cannot be played here. */
export async function openPlayer(runId: string, envId: string, step: number): Promise<Player> {
  if (!envIds().includes(envId)) {
    throw new Error(
      `${envId} is code of the process that trains: the page knows ${envIds().join(', ')}. Play it in the terminal: cartwheel eval.`,
    );
  }
  const files = await Promise.all(
    MODEL_FILES.map(
      async (name) => [name, await fetchBytes(`/api/runs/${runId}/checkpoints/${step}/${name}`)] as const,
    ),
  );
  return new Player(makeEnv(envId), await loadAlgorithm(Object.fromEntries(files)), step);
}
