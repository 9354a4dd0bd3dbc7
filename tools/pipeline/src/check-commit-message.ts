// Run by the commit-msg hook: node --import tsx check-commit-message.ts FILE
import { readFileSync } from 'node:fs';
import { faultOf } from './commit-message.ts';

const fault = faultOf(readFileSync(process.argv[2] ?? 0, 'utf8'));
if (fault !== undefined) {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
