import { CartwheelError } from '@cartwheel/async-guard';
import type { Action, Space } from '../spaces/space.ts';
import type { ActionBatch } from './vector-env.ts';

/** Takes single actions from a batch. */
export interface ActionReader {
  /** How many elements of a batch make one action. */
  readonly width: number;
  /** The action of one environment; an array is its own, and written anew by its next call. */
  read(actions: ActionBatch, envIndex: number): Action;
}

type Row = Float32Array | Int32Array | Uint8Array;

/** Throws `envs/unsupported-space` for Dict and Tuple, which have no batch of numbers. */
export function createActionReader(space: Space, numEnvs: number): ActionReader {
  if (space.kind === 'discrete') return { width: 1, read: (actions, envIndex) => actions[envIndex] };
  const createRow = rowFactories[space.kind];
  if (createRow !== undefined) return createRowReader(numEnvs, space, createRow);
  const expected = 'A vector of environments expects actions of numbers';
  throw new CartwheelError('envs/unsupported-space', `${expected}, but they are of ${String(space)}.`);
}

const rowFactories: { readonly [Kind in Space['kind']]?: (width: number) => Row } = {
  box: (width) => new Float32Array(width),
  'multi-discrete': (width) => new Int32Array(width),
  'multi-binary': (width) => new Uint8Array(width),
};

function createRowReader(numEnvs: number, { shape }: Space, createRow: (width: number) => Row): ActionReader {
  const width = shape.reduce((size, length) => size * length, 1);
  const rows = Array.from({ length: numEnvs }, () => createRow(width));
  return {
    width,
    read(actions, envIndex) {
      const row = rows[envIndex];
      for (let i = 0; i < width; i++) row[i] = actions[envIndex * width + i];
      return row;
    },
  };
}
