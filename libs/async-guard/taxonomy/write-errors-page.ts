import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorsPage } from './errors-page.ts';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
writeFileSync(new URL('../../../docs/errors.md', import.meta.url), errorsPage(workspace));
