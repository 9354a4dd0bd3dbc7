import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const folder = new URL('../../../docs/adr/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const files = readdirSync(folder).filter((name) => !['README.md', 'template.md'].includes(name));

it('numbers each decision once, in its name and its title', () => {
  const titles = files.map((name) => read(name).split('\n')[0]);

  expect(files.length).toBeGreaterThan(0);
  expect(titles).toEqual(files.map((name) => expect.stringMatching(new RegExp(`^# ${name.slice(0, 4)}\\. \\S`))));
  expect(new Set(files.map((name) => name.slice(0, 4))).size).toBe(files.length);
});

it('lists every decision by its title', () => {
  const rows = read('README.md').matchAll(/^\| (\d{4}) +\| \[(.+)\]\((.+)\) +\|$/gm);
  const listed = [...rows].map(([, number, title, file]) => [file, `# ${number}. ${title}`]);

  expect(listed).toEqual(files.toSorted().map((name) => [name, read(name).split('\n')[0]]));
});
