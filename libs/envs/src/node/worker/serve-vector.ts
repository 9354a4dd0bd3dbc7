import { parentPort, workerData } from 'node:worker_threads';
import type { Env } from '../../env.ts';
import { makeEnv } from '../../registry.ts';
import { SyncVectorEnv } from '../../vector/sync-vector-env.ts';
import { importFactory } from '../import-factory.ts';
import { toFailure } from '../protocol.ts';
import type { VectorInfos, VectorRequest, VectorSource, VectorTask } from '../vector-task.ts';
import { answerForEver, type Line } from './answer.ts';

const { task, ...line } = workerData as Line & { task: VectorTask };

try {
  const vector = await openVector(task);
  parentPort?.postMessage({ ready: true }, []);
  answerForEver(line, (message) => handle(vector, message as VectorRequest | undefined));
} catch (error) {
  parentPort?.postMessage({ failure: toFailure(error) }, []);
}

async function openVector({ source, numEnvs, autoreset, arrays }: VectorTask): Promise<SyncVectorEnv> {
  const createEnv = await factoryOf(source);
  return new SyncVectorEnv(
    Array.from({ length: numEnvs }, () => createEnv()),
    { autoreset, arrays },
  );
}

async function factoryOf(source: VectorSource): Promise<() => Env> {
  return 'id' in source ? () => makeEnv(source.id) : (importFactory(source.module) as Promise<() => Env>);
}

function handle(vector: SyncVectorEnv, request: VectorRequest | undefined): unknown {
  if (request === undefined) {
    vector.step(task.actions);
    return infosOf(vector);
  }
  if (request.kind === 'reset') {
    vector.reset(request.options);
    return infosOf(vector);
  }
  if (request.kind === 'snapshot') return vector.snapshot();
  if (request.kind === 'restore') vector.restore(request.snapshot);
  else vector.close();
  return undefined;
}

function infosOf({ infos, finalInfos }: SyncVectorEnv): VectorInfos | undefined {
  return infos.every(isEmpty) && finalInfos.every(isEmpty) ? undefined : { infos, finalInfos };
}

function isEmpty(info: object): boolean {
  for (const _ in info) return false;
  return true;
}
