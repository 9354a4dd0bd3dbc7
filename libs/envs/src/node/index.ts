export type { AsyncEnv, AsyncEnvFactory } from './async-env.ts';
export { connectAsyncEnv, type ConnectAsyncEnvOptions } from './connect-async-env.ts';
export { createWorkerVectorEnv, type WorkerVectorOptions } from './worker-vector-env.ts';
