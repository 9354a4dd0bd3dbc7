import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { exceptionsSchema, openAdvisories } from './npm-audit.ts';

const today = new Date('2026-06-01T12:00:00Z');
const advisory = {
  source: 1,
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'Prototype pollution',
  severity: 'high',
};
const audit = {
  auditReportVersion: 2,
  vulnerabilities: { left: { name: 'left', via: [advisory] }, above: { name: 'above', via: ['left'] } },
};
const line = `left: high: Prototype pollution (${advisory.url})`;
const exception = { id: 'GHSA-aaaa-bbbb-cccc', reason: 'Only the tests load this package.' };

it('names each advisory once, at the package that has it', () => {
  expect(openAdvisories(audit, [], today)).toEqual([line]);
});

it('leaves out what an exception covers, until its day is over', () => {
  expect(openAdvisories(audit, [{ ...exception, until: '2026-06-01' }], today)).toEqual([]);
  expect(openAdvisories(audit, [{ ...exception, until: '2026-05-31' }], today)).toEqual([line]);
});

it('refuses an answer that is no audit', () => {
  expect(() => openAdvisories({ error: { code: 'ENOAUDIT' } }, [], today)).toThrow(/vulnerabilities/);
});

it('has a list of exceptions that is well formed', () => {
  const list: unknown = JSON.parse(readFileSync(new URL('../audit-exceptions.json', import.meta.url), 'utf8'));
  expect(() => exceptionsSchema.parse(list)).not.toThrow();
});
