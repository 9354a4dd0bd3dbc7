import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { minimatch } from 'minimatch';
import { readRecord } from '../read-record.ts';
import { unpadded } from '../../tests/unpadded.ts';
import { mutationPage } from './mutation-page.ts';
import { countMutants, mutationFaults, mutationScore, parseMutationResults, withResult } from './mutation-results.ts';
import { strykerOptions } from './stryker-options.ts';
import { SUBJECTS, subjectsOf } from './subjects.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

describe('the score', () => {
  it('counts a test that does not end as one that fails, and a place without tests as a survivor', () => {
    const statuses = [
      'Killed',
      'Killed',
      'Timeout',
      'Survived',
      'NoCoverage',
      'Ignored',
      'CompileError',
      'RuntimeError',
    ];
    expect(countMutants(statuses)).toEqual({ killed: 3, survived: 2, setAside: 1 });
  });

  it('is the share of killed ones in per cent, never rounded up', () => {
    expect(mutationScore({ killed: 3, survived: 2, setAside: 9 })).toBe(60);
    expect(mutationScore({ killed: 8999, survived: 1001, setAside: 0 })).toBe(89.9);
    expect(mutationScore({ killed: 5, survived: 0, setAside: 0 })).toBe(100);
  });

  it('that is below what is wanted is a fault; none of those that were not run is', () => {
    const results = {
      random: { killed: 84, survived: 16, setAside: 0 },
      health: { killed: 85, survived: 15, setAside: 0 },
      'async-guard': { killed: 89, survived: 11, setAside: 0 },
    };
    expect(mutationFaults(SUBJECTS, results)).toEqual([
      'async-guard: 89 % of mutants killed, at least 90 % wanted',
      'random: 84 % of mutants killed, at least 85 % wanted',
    ]);
  });
});

describe('the results', () => {
  const counts = { killed: 1, survived: 0, setAside: 0 };

  it('are kept for those that were not run again, and go with their library', () => {
    const before = { health: counts, gone: counts, random: counts };
    const joined = withResult(before, 'random', { ...counts, survived: 1 });
    expect(Object.entries(joined)).toEqual([
      ['random', { ...counts, survived: 1 }],
      ['health', counts],
    ]);
  });

  it('are none before the first run; what is no such file is refused', () => {
    expect(parseMutationResults(undefined)).toEqual({});
    expect(() => parseMutationResults('{"random": 5}')).toThrow('random');
  });
});

describe('the page', () => {
  it('tells each library, also those that were not run and those that fall short', () => {
    const page = mutationPage({
      random: { killed: 90, survived: 10, setAside: 2 },
      health: { killed: 8, survived: 2, setAside: 0 },
    });
    expect(page).toContain('| random | 100 | 90 | 10 | 2 | 90 % | 85 % |');
    expect(page).toContain('| health | 10 | 8 | 2 | 0 | **80 %**, short | 85 % |');
    expect(page).toContain('| experiment-state | not run | | | | | 90 % |');
    expect(page).toMatch(/^\| broker \| `src\/redis\/\*\*` \| .*real one/m);
  });

  it('on record is what mutation.json says: else run npm run mutation', () => {
    const page = mutationPage(parseMutationResults(readRecord('mutation.json')));
    expect(unpadded(readRecord('mutation.md') ?? '')).toEqual(unpadded(page));
  });
});

describe('what is mutated', () => {
  it('is all, or what is named', () => {
    expect(subjectsOf([])).toBe(SUBJECTS);
    expect(subjectsOf(['health', 'random']).map(({ name }) => name)).toEqual(['random', 'health']);
    expect(() => subjectsOf(['rnadom'])).toThrow('received rnadom');
  });

  it.each(SUBJECTS)('of $name is there, and so is each file that is left out', (subject) => {
    const files = readdirSync(`${root}${subject.root}/src`, { recursive: true }).map((file) => `src/${String(file)}`);
    const globs = subject.leftOut.flatMap((each) => each.files);
    expect(globs.filter((glob) => !files.some((file) => minimatch(file, glob)))).toEqual([]);
    const tests = subject.leftOut.flatMap((each) => each.tests ?? []);
    expect(tests.filter((path) => !existsSync(`${root}${subject.root}/${path}`))).toEqual([]);
    const mutate = strykerOptions(subject).mutate ?? [];
    expect(mutate).toEqual(
      expect.arrayContaining([...subject.files, '!src/**/*.test.ts', ...globs.map((glob) => `!${glob}`)]),
    );
  });

  it('is each source of a library once, also where the library comes in parts', () => {
    const roots = new Set(SUBJECTS.map((subject) => subject.root));
    const wrong = [...roots].flatMap((library) => {
      const parts = SUBJECTS.filter((subject) => subject.root === library);
      const times = (file: string): number =>
        parts.filter(({ files }) => files.some((glob) => minimatch(file, glob))).length;
      return readdirSync(`${root}${library}/src`, { recursive: true })
        .map((file) => `src/${String(file)}`)
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('src/testing/'))
        .filter((file) => times(file) !== 1)
        .map((file) => `${library}/${file}: ${times(file)} times`);
    });
    expect(wrong).toEqual([]);
  });

  it('is a part of it on demand, without what is left out', () => {
    const [subject] = subjectsOf(['health']);
    const mutate = strykerOptions(subject, 'src/server/**').mutate ?? [];
    expect(mutate).toContain('src/server/**');
    expect(mutate).not.toContain('src/**/*.ts');
    expect(mutate).toContain('!src/server/worker/**');
  });

  it('is kept in a file of its own, which git ignores, beside packages that the sandbox finds', () => {
    const { incrementalFile, tempDirName } = strykerOptions(SUBJECTS[0]);
    expect(incrementalFile).toBe('../../.mutation/experiment-state.json');
    expect(tempDirName).toBe('../../.mutation');
    expect(readFileSync(`${root}.gitignore`, 'utf8').split('\n')).toContain('/.mutation/');
    expect(existsSync(`${root}node_modules`)).toBe(true);
  });

  it('is what the workflow names, each in a job of its own', () => {
    const workflow = readFileSync(`${root}.github/workflows/mutation.yml`, 'utf8');
    const named = /library:\n((?: +- [\w-]+\n)+)/.exec(workflow)?.[1] ?? '';
    expect(named.match(/[\w-]{2,}/g)).toEqual(SUBJECTS.map(({ name }) => name));
  });
});
