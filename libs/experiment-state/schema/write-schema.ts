import { writeFileSync } from 'node:fs';
import { SCHEMA_VERSION } from '../src/experiment-state.schema.ts';
import { experimentStateJsonSchema } from '../src/json-schema.ts';

// Run by `nx schema experiment-state`; a test holds the file to what this writes.
const path = new URL(`./experiment-state.v${SCHEMA_VERSION}.schema.json`, import.meta.url);
writeFileSync(path, `${JSON.stringify(experimentStateJsonSchema(), null, 2)}\n`);
