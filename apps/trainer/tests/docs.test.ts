import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(workspace, path), 'utf8');

function pages(folder = 'docs'): string[] {
  return readdirSync(join(workspace, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

describe('docs/data-flow.md', () => {
  const named = [...new Set(read('docs/data-flow.md').match(/\b(?:apps|libs|tools)\/[\w./-]+/g))];

  it('names files along the whole way', () => expect(named.length).toBeGreaterThan(8));

  it.each(named)('%s exists', (path) => expect(existsSync(join(workspace, path))).toBe(true));
});

describe('links between pages', () => {
  it.each(['README.md', ...pages()])('%s links to what exists', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => target ?? '');
    const missing = targets.filter((target) => !existsSync(join(workspace, dirname(page), target)));
    expect(missing).toEqual([]);
  });
});
