import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const lines = readFileSync(new URL('../../../Containerfile', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const instructions = lines.map((line) => line.split(' ')[0]);

it('has only instructions that download and run nothing', () => {
  const allowed = ['ARG', 'FROM', 'COPY', 'ENV', 'USER', 'WORKDIR', 'EXPOSE', 'STOPSIGNAL', 'ENTRYPOINT', 'CMD'];
  expect(instructions.filter((name) => !allowed.includes(name ?? ''))).toEqual([]);
});

it('runs as a numbered user who is not root, from an array that no shell stands before', () => {
  expect(lines).toContain('USER 1000:1000');
  expect(lines.find((line) => line.startsWith('ENTRYPOINT'))).toMatch(/^ENTRYPOINT \[".*"\]$/);
});

it('has a base with a tag that is not the latest', () => {
  expect(lines[0]).toMatch(/^ARG BASE=[\w.]+\/[\w/-]+:\d[\w.-]+$/);
});
