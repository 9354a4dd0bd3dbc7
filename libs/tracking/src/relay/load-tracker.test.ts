import { expect, it } from '@jest/globals';
import { runRecord } from '../testing/records.ts';
import { loadTracker } from './load-tracker.ts';

const { signal } = new AbortController();

const moduleOf = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
/** A tracker that tells as its state what it was made of, and opened with. */
const TELLS = `({ id: 'its own', openRun(run, { position }) { return { state: { of: this.of, run: run.runId, position } }; }`;

it.each([
  ['the default export, beside others', `export default (of) => ${TELLS}, of }); export const other = () => 5;`],
  ['the only function, beside what is none', `export const make = (of) => ${TELLS}, of }); export const SIZE = 5;`],
  [
    'the only function, beside a default that is none',
    `export const make = (of) => ${TELLS}, of }); export default 5;`,
  ],
  ['a factory that takes its time', `export default async (of) => ${TELLS}, of });`],
])('a tracker is made of its target by %s', async (_, source) => {
  const tracker = await loadTracker(moduleOf(source), 'a target', 'module a target');
  expect(tracker.id).toBe('module a target');
  const { state } = await tracker.openRun(runRecord('aaa'), { state: {}, position: 7, signal });
  expect(state).toEqual({ of: 'a target', run: 'aaa', position: 7 });
});

it.each([
  ['no functions', 'export const SIZE = 5;', 'that makes a tracker of a target; found none.'],
  [
    'several functions',
    'export const a = () => 1; export function b() {}',
    'that makes a tracker of a target; found a, b.',
  ],
])('a module of %s is refused', async (_, source, message) => {
  await expect(loadTracker(moduleOf(source), 'x', 'id')).rejects.toMatchObject({
    code: 'tracking/invalid-tracker-file',
    message: expect.stringContaining(`expected a default export, or a single function, ${message}`),
  });
});

it.each(['null', '"text"', '{}', '{ id: "x" }', '{ openRun() {} }', '{ id: "x", openRun: 5 }', 'undefined', '() => 1'])(
  'a factory that gives %s is refused',
  async (given) => {
    const url = moduleOf(`export default () => (${given});`);
    await expect(loadTracker(url, 'x', 'id')).rejects.toMatchObject({
      code: 'tracking/invalid-tracker-file',
      message: `No tracker could be taken from ${url}: its factory must give a tracker, with an id and openRun().`,
    });
  },
);

it('what the tracker says to a wrong target is passed on', async () => {
  const url = moduleOf(`export default (target) => { throw new TypeError('no such target: ' + target); }`);
  await expect(loadTracker(url, 'x', 'id')).rejects.toThrow('no such target: x');
});

it('a module that fails is refused, with what it says', async () => {
  const url = moduleOf(`throw new Error('a mistake');`);
  await expect(loadTracker(url, 'x', 'id')).rejects.toMatchObject({
    code: 'tracking/invalid-tracker-file',
    message: `No tracker could be taken from ${url}: it could not be imported: a mistake.`,
    cause: { message: 'a mistake' },
  });
});

it('where Node reads no TypeScript, the refusal says how to have it read', async () => {
  const error = `Object.assign(new Error('Unknown file extension ".ts"'), { code: 'ERR_UNKNOWN_FILE_EXTENSION' })`;
  await expect(loadTracker(moduleOf(`throw ${error};`), 'x', 'id')).rejects.toMatchObject({
    message: expect.stringMatching(
      /\.ts"\. On this Node, start it with NODE_OPTIONS="--import tsx", or give a \.js file\.$/,
    ),
  });
});
