// Reads `npm sbom --sbom-format=cyclonedx` from standard input; exits with 1 when a licence is in it that is not allowed.
import { readFileSync } from 'node:fs';
import { refusedLicences } from './licences.ts';

const refused = refusedLicences(JSON.parse(readFileSync(0, 'utf8')), (name) => name.startsWith('@cartwheel/'));

process.stdout.write(refused.length === 0 ? 'All licences are allowed.\n' : `${refused.join('\n')}\n`);
process.exitCode = refused.length === 0 ? 0 : 1;
