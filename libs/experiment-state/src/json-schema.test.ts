import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { experimentStateJsonSchema } from './json-schema.ts';

const committed = new URL('../schema/experiment-state.v2.schema.json', import.meta.url);

// After a wanted change: `nx schema experiment-state`.
it('is the committed file', () => {
  expect(experimentStateJsonSchema()).toStrictEqual(JSON.parse(readFileSync(committed, 'utf8')));
});

it('describes the wire form: a double is a number or its tag', () => {
  const schema = experimentStateJsonSchema();
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema.$defs?.Float).toMatchObject({ anyOf: [{ type: 'number' }, { type: 'object', required: ['$float'] }] });
});
