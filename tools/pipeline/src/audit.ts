// Reads `npm audit --json` from standard input; exits with 1 when an advisory is in it that no exception covers.
import { readFileSync } from 'node:fs';
import { exceptionsSchema, openAdvisories } from './npm-audit.ts';

const list: unknown = JSON.parse(readFileSync(new URL('../audit-exceptions.json', import.meta.url), 'utf8'));
const audit: unknown = JSON.parse(readFileSync(0, 'utf8'));
const open = openAdvisories(audit, exceptionsSchema.parse(list), new Date());

process.stdout.write(open.length === 0 ? 'No open advisories.\n' : `${open.join('\n')}\n`);
process.exitCode = open.length === 0 ? 0 : 1;
