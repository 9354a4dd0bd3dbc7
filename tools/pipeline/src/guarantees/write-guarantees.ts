// `npm run docs:guarantees`: writes docs/guarantees.md from what is on record in docs/benchmarks.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { guaranteesPage } from './guarantees-page.ts';
import { GUARANTEES } from './guarantees.ts';
import { readRecord } from '../read-record.ts';

const page = fileURLToPath(new URL('../../../../docs/guarantees.md', import.meta.url));
writeFileSync(page, guaranteesPage(GUARANTEES, readRecord));
execFileSync('npx', ['--no-install', 'oxfmt', page]);
