import type { VectorResetOptions, AutoresetMode } from '../vector/vector-env.ts';
import type { VectorArrays } from '../vector/vector-arrays.ts';
import type { EnvSnapshot, Info } from '../env.ts';
import type { ActionBatch } from '../vector/vector-env.ts';

/** What a thread of a worker vector is to do: its part of the environments, and its part of the shared arrays. */
export interface VectorTask {
  readonly source: VectorSource;
  readonly numEnvs: number;
  readonly autoreset: AutoresetMode;
  readonly arrays: VectorArrays;
  readonly actions: ActionBatch;
}

/** A registered id, or the path or URL of a module whose default export makes an environment. */
export type VectorSource = { readonly id: string } | { readonly module: string };

/** No message asks for a step. */
export type VectorRequest =
  | { readonly kind: 'reset'; readonly options: VectorResetOptions }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'restore'; readonly snapshot: EnvSnapshot }
  | { readonly kind: 'close' };

/** Sent only where one of the infos has something in it. */
export interface VectorInfos {
  readonly infos: readonly Info[];
  readonly finalInfos: readonly Info[];
}
