import { describe, expect, it } from '@jest/globals';
import { analyzeDeadCode } from '../src/dead-code/analyze-dead-code.ts';
import { createMemoryWorkspace } from './memory-workspace.ts';
import { filesOf } from './corpus/corpus-case.ts';
import { corpus } from './corpus/index.ts';

describe.each(Object.entries(corpus))('%s', (_, cases) => {
  it.each(cases.map((corpusCase) => [corpusCase.name, corpusCase] as const))('%s', async (_, corpusCase) => {
    const { settings = {}, dead } = corpusCase;
    const { findings } = await analyzeDeadCode(createMemoryWorkspace(filesOf(corpusCase)), { settings });
    expect(findings.map(({ id }) => id).toSorted()).toEqual([...dead].toSorted());
  });
});
