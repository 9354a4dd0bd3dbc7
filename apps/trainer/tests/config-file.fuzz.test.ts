import {
  expectEqual,
  damagedText,
  fuzz,
  FUZZ_INPUTS,
  FUZZ_TIMEOUT_MS,
  expectReadOrRefused,
} from '@cartwheel/jest-preset/fuzzing';
import { parseTrainConfig } from '@cartwheel/experiment-state';
import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { settingsIn } from '../src/read-config-file.ts';

jest.setTimeout(FUZZ_TIMEOUT_MS);

const files = fc.constantFrom(
  'env: CartPole-v1\nalgo: ppo\nsteps: 1000\nset: { gamma: .98, netArch: [64, 64] }\n',
  'env: a # a remark\nalgo: "dqn"\ntags:\n  - one\n  - two\nset:\n  learningRate: &rate 1e-3\n  other: *rate\n',
  '{"env": "e", "algo": "a", "seed": 3, "set": {"x": null, "y": [true, -0.0]}}',
  'env: |\n  text\n  on lines\nalgo: >-\n  folded\nset: { a: .inf, b: .nan, c: 0x10, d: !!str 5 }\n',
  '%YAML 1.2\n---\nenv: e\nalgo: a\n<<: &b { steps: 5 }\n...\n',
);
const pieces = fc
  .array(
    fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '&a',
      '*a',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|',
      '>',
      '!!',
      '? ',
      '#',
      '1',
      '<<',
      ',',
    ),
  )
  .map((parts) => parts.join(''));

/** Each list has nine times the one before. */
const names = Array.from('abcdefgh');
const bomb = names
  .map(
    (name, index) =>
      `${name}: &${name} [${Array(9)
        .fill(index === 0 ? 'x' : `*${names[index - 1]}`)
        .join(', ')}]\n`,
  )
  .join('');

describe('a config file', () => {
  it(`of ${FUZZ_INPUTS} damaged or foreign ones gives a valid config, or is refused with a code`, () => {
    const inputs = fc.oneof(
      { arbitrary: damagedText(files), weight: 6 },
      { arbitrary: pieces, weight: 3 },
      fc.string({ unit: 'binary' }),
    );
    fuzz(inputs, (text) => {
      expectReadOrRefused(
        () => parseTrainConfig(settingsIn(text, 'run.yaml')),
        /^(trainer\/unreadable-config|experiment-state\/invalid-config)$/,
        (config) => expectEqual(parseTrainConfig(config), config),
      );
    });
  });

  it.each([
    ['an alias of nothing', 'env: *nothing\n'],
    ['aliases of aliases that would fill the memory', bomb],
    ['a piece of YAML that breaks off', 'set: { gamma: 1\n'],
  ])('with %s is refused as unreadable', (_, text) => {
    const unreadable = expect.objectContaining({ code: 'trainer/unreadable-config' });
    expect(() => settingsIn(text, 'run.yaml')).toThrow(unreadable);
  });
});
