import { describe, expect, it } from '@jest/globals';
import { argumentsOf } from '../resume/cases.ts';
import { nodeBinary } from '../resume/suite/node-binaries.ts';
import { crossNodes } from '../resume/suite/node-suite.ts';

const LONG = 300_000;

/** Begun with the Node that runs the tests, ended with the others between which resumes are promised to be exact. */
const own = Number(process.versions.node.split('.')[0]);
const others = [20, 22, 24].filter((major) => major !== own);

/** The first words of npm where it cannot bring one; undefined where all are there. */
function whyMissing(): string | undefined {
  try {
    others.forEach(nodeBinary);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  }
}

const why = whyMissing();
if (why !== undefined)
  process.stderr.write(`Skipped resumes across versions of Node: npm does not bring them: ${why}\n`);
const suite = why === undefined || process.env['CI'] === 'true' ? describe : describe.skip;

suite.each(others)(`a run begun with Node ${own} and ended with Node %d`, (other) => {
  it.each(['ppo', 'sac'] as const)(
    'is equal to the bit to one whose Node stayed the same: %s',
    async (name) => {
      expect(await crossNodes(argumentsOf(name, 0.5), [own, other])).toBe(true);
    },
    LONG,
  );
});
