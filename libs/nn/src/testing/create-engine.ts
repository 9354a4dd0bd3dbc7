import type { Engine } from '../network.ts';

/** Makes the engine under test. */
export type CreateEngine = () => Engine | Promise<Engine>;
