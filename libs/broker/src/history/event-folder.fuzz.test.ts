import {
  damagedText,
  expectEqual,
  expectReadOrRefused,
  fuzz,
  FUZZ_INPUTS,
  FUZZ_TIMEOUT_MS,
  someOf,
} from '@cartwheel/jest-preset/fuzzing';
import { describe, expect, it, jest } from '@jest/globals';
import { createExperimentState, decodeState, encodeState, type ExperimentState } from '@cartwheel/experiment-state';
import * as fc from 'fast-check';
import { EventFolder } from './event-folder.ts';
import { StateText } from './state-text.ts';

jest.setTimeout(FUZZ_TIMEOUT_MS);

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const created = createExperimentState({ algorithm: 'ppo', env: 'e', seed: 0, totalTimesteps: 9, host, createdAt: 1 });
const initial: ExperimentState = {
  ...created,
  version: 1,
  tags: ['a', 'b'],
  hyperparameters: { gamma: 0.9, netArch: [64, 64] },
};
const changed: Partial<ExperimentState>[] = [
  { tags: ['b', 'c'] },
  { hyperparameters: { gamma: Number.NaN, netArch: [64] } },
  { status: 'running', updatedAt: 7, progress: { ...created.progress, timesteps: 5, stepsPerSecond: Infinity } },
  { metrics: { 'train/loss': { name: 'train/loss', context: {}, value: -0, step: 3, time: 4 } } },
  { error: { code: 'nn/diverged', message: 'm', causes: [] } },
];
const before = StateText.of(initial);
const patches = fc
  .array(fc.constantFrom(...changed), { minLength: 1, maxLength: 3 })
  .map((parts) => StateText.of(Object.assign({}, initial, ...parts)).patchFrom(before));

const pointer = fc
  .array(
    fc.constantFrom('tags', 'metrics', 'hyperparameters', 'version', '0', '-', '9', '__proto__', '', '~1', 'error'),
  )
  .map((parts) => parts.map((part) => `/${part}`).join(''));
const operation = fc.record(
  { op: fc.constantFrom('add', 'replace', 'remove', 'test', 'move', 'copy'), path: pointer, value: fc.jsonValue() },
  { requiredKeys: ['op', 'path'], noNullPrototype: true },
);
const foreign = fc.oneof(
  fc.array(operation, { maxLength: 3 }).map((operations) => JSON.stringify(operations)),
  fc.json({ maxDepth: 2 }),
);

function folderAtStart(): EventFolder {
  const folder = new EventFolder();
  folder.startFrom(before.document(1));
  return folder;
}

describe('a patch', () => {
  it(`of ${FUZZ_INPUTS} damaged or foreign ones leads to a valid document of its version, or is refused with a code`, () => {
    const inputs = fc.oneof({ arbitrary: damagedText(someOf(patches)), weight: 4 }, { arbitrary: foreign, weight: 1 });
    // What is refused changes nothing: the next patch finds the document as it was.
    let folder = folderAtStart();
    fuzz(inputs, (data) => {
      expectReadOrRefused(
        () => folder.fold({ ...event(2), data }),
        /^(broker\/corrupt-document|experiment-state\/(invalid|newer-version))$/,
        (folded) => {
          if (folded.type !== 'state') throw new Error(`Expected a state, received ${folded.type}.`);
          expectEqual(folded, folderAtStart().fold({ ...event(2), data }));
          expectEqual(folded.state.version, 2);
          expectEqual(decodeState(encodeState(folded.state)), folded.state);
          folder = folderAtStart();
        },
      );
    });
    expect(Reflect.get({}, 'tags')).toBeUndefined();
  });

  it.each([
    ['no JSON', '['],
    ['no operations', '{"op":"remove"}'],
    ['an operation that Cartwheel writes none of', '[{"op":"move","from":"/tags/0","path":"/tags/1"}]'],
    ['a place that is not there', '[{"op":"add","path":"/nowhere/deep","value":1}]'],
    ['the prototype of all objects', '[{"op":"add","path":"/__proto__/polluted","value":1}]'],
    ['another version than its own', '[{"op":"replace","path":"/version","value":9}]'],
  ])('with %s is refused as damaged', (_, data) => {
    const corrupt = expect.objectContaining({ code: 'broker/corrupt-document' });
    expect(() => folderAtStart().fold({ ...event(2), data })).toThrow(corrupt);
  });
});

it('a document of another version than its event is refused as damaged', () => {
  const stored = { type: 'state', version: 2, id: '', data: before.document(1) };
  const corrupt = expect.objectContaining({ code: 'broker/corrupt-document' });
  expect(() => new EventFolder().fold(stored)).toThrow(corrupt);
});

function event(version: number): { type: string; version: number; id: string; from: number; snapshot: number } {
  return { type: 'patch', version, id: '', from: version - 1, snapshot: 1 };
}
