import { analyzeDeadCode } from '../src/dead-code/analyze-dead-code.ts';
import { filesOf, type CorpusCase } from '../tests/corpus/corpus-case.ts';
import { corpus } from '../tests/corpus/index.ts';
import { createMemoryWorkspace } from '../tests/memory-workspace.ts';
import { findWithKnip } from './knip.ts';

/** How a tool answers a group of cases. */
export interface Score {
  readonly expected: number;
  readonly found: number;
  readonly falseAlarms: number;
  readonly reported: number;
}

export interface GroupScores {
  readonly group: string;
  readonly cases: number;
  readonly ours: Score;
  readonly knip: Score;
}

/** Asks both tools every case of the corpus. Kinds that knip tells apart less finely are compared without their kind. */
export async function scoreCorpus(knip: string): Promise<GroupScores[]> {
  const scores: GroupScores[] = [];
  for (const [group, cases] of Object.entries(corpus)) {
    const ours: Score[] = [];
    const theirs: Score[] = [];
    for (const corpusCase of cases) {
      ours.push(scoreOf(corpusCase, await findWithOurs(corpusCase)));
      theirs.push(scoreOf(corpusCase, await findWithKnip(knip, corpusCase)));
    }
    scores.push({ group, cases: cases.length, ours: sumOf(ours), knip: sumOf(theirs) });
  }
  return scores;
}

export function sumOf(scores: readonly Score[]): Score {
  return scores.reduce(
    (sum, { expected, found, falseAlarms, reported }) => ({
      expected: sum.expected + expected,
      found: sum.found + found,
      falseAlarms: sum.falseAlarms + falseAlarms,
      reported: sum.reported + reported,
    }),
    { expected: 0, found: 0, falseAlarms: 0, reported: 0 },
  );
}

async function findWithOurs(corpusCase: CorpusCase): Promise<string[]> {
  const { settings = {} } = corpusCase;
  const { findings } = await analyzeDeadCode(createMemoryWorkspace(filesOf(corpusCase)), { settings });
  return findings.map(({ id }) => placeOf(id));
}

function scoreOf({ dead }: CorpusCase, reported: readonly string[]): Score {
  const expected = new Set(dead.map(placeOf));
  const given = new Set(reported);
  const found = [...given].filter((place) => expected.has(place)).length;
  return { expected: expected.size, found, falseAlarms: given.size - found, reported: given.size };
}

const PLACES: Readonly<Record<string, string>> = {
  'unused-dependency': 'dependency',
  'undeclared-import': 'unlisted',
  'unused-member': 'member',
};

/** `island a.ts` and `unreached-file a.ts` are both `file a.ts`. */
function placeOf(id: string): string {
  const [kind = '', ...rest] = id.split(' ');
  return `${PLACES[kind] ?? (id.includes('#') ? 'export' : 'file')} ${rest.join(' ')}`;
}
