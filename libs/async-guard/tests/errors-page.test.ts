import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { collectErrors, wrongUseCodes } from '../taxonomy/collect-errors.ts';
import { errorsPage } from '../taxonomy/errors-page.ts';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** The padding of the columns is the formatter's business. */
function unpadded(page: string): string[] {
  return page
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---').trim())
    .filter((line) => line !== '');
}

describe('docs/errors.md', () => {
  it('is what the sources say: else run taxonomy/write-errors-page.ts', () => {
    const page = readFileSync(join(workspace, 'docs/errors.md'), 'utf8');

    expect(unpadded(page)).toEqual(unpadded(errorsPage(workspace)));
  });
});

describe('the taxonomy', () => {
  const errors = new Map(collectErrors(workspace).map(({ code, messages }) => [code, messages]));

  it('finds codes wherever they are written, and what is said with them', () => {
    expect(errors.size).toBeGreaterThan(80);
    expect(errors.get('async-guard/bad-interval')).toEqual(['expected everyMs to be above 0, got …; 8 is usual']);
    expect(errors.get('async-guard/left-running')?.[0]).toContain('ignored its signal for … ms');
    expect(errors.get('tracking/disk-full')).toEqual(['The disk is full: make room for the run store, then go on.']);
  });

  it('knows every code that makes the command line exit with 2', () => {
    const wrongUse = [...wrongUseCodes(workspace)];

    expect(wrongUse.length).toBeGreaterThan(10);
    expect(wrongUse.filter((code) => !errors.has(code))).toEqual([]);
  });
});
