import type { VectorEnv } from '@cartwheel/envs';
import type { Optimizer, Trainable } from '@cartwheel/nn';
import { isGeneratorState, type Generator } from '@cartwheel/random';
import type { StateArray, StateValue, Stateful } from './learner-state.ts';
import { numberOf, partState, valueOf, writeArrays, wrongState } from './part-state.ts';

/** Generators by name. */
export function generatorsPart(generators: Readonly<Record<string, Generator>>): Stateful {
  const entries = Object.entries(generators);
  return {
    readState: () => ({
      values: Object.fromEntries(entries.map(([name, generator]) => [name, toValue(generator.state())])),
      arrays: {},
    }),
    writeState(state) {
      for (const [name, generator] of entries) {
        const given = valueOf(state, name);
        if (!isGeneratorState(given)) throw wrongState(name, 'that of a generator', JSON.stringify(given));
        generator.restore(given);
      }
    },
  };
}

/** Networks and free parameters by name. */
export function weightsPart(trained: Readonly<Record<string, Trainable>>): Stateful {
  const copies = (): Record<string, Float32Array> =>
    Object.fromEntries(Object.entries(trained).map(([name, part]) => [name, part.readParameters()]));
  return {
    readState: () => ({ values: {}, arrays: copies() }),
    writeState(state) {
      const parameters = copies();
      writeArrays(state, parameters);
      for (const [name, part] of Object.entries(trained)) part.writeParameters(parameters[name]);
    },
  };
}

/** Its moments and its step count. */
export function optimizerPart(optimizer: Optimizer): Stateful {
  return {
    readState() {
      const { steps, slots } = optimizer.readState();
      return { values: { steps }, arrays: slots };
    },
    writeState(state) {
      const { slots } = optimizer.readState();
      writeArrays(state, slots);
      optimizer.writeState({ steps: numberOf(state, 'steps'), slots });
    },
  };
}

/** Environments, wrappers and their statistics. */
export function envPart(env: VectorEnv): Stateful {
  return {
    readState: () => ({ values: { snapshot: toValue(env.snapshot()) }, arrays: {} }),
    writeState(state) {
      const snapshot = valueOf(state, 'snapshot');
      if (!isRecord(snapshot)) throw wrongState('snapshot', 'an object', JSON.stringify(snapshot));
      env.restore(snapshot);
    },
  };
}

/** The numbers of an object that is written in place. */
export function countersPart<T extends Record<keyof T, number>>(counters: T): Stateful {
  return {
    readState: () => ({ values: { ...counters }, arrays: {} }),
    writeState(state) {
      for (const name of Object.keys(counters)) Object.assign(counters, { [name]: numberOf(state, name) });
    },
  };
}

/** Arrays of one length that are written in place. */
export function arraysPart(arrays: Readonly<Record<string, StateArray>>): Stateful {
  return { readState: () => partState(arrays), writeState: (state) => writeArrays(state, arrays) };
}

/** What says that it is JSON, as the JSON that it is. */
function toValue(json: object): StateValue {
  const given = Object.entries(json).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, toJson(value)]));
}

function toJson(value: unknown): StateValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object') return toValue(value);
  throw wrongState('snapshot', 'JSON', typeof value);
}

function isRecord(value: StateValue): value is { readonly [name: string]: StateValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
