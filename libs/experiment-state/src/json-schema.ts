import * as z from 'zod';
import { experimentState } from './experiment-state.schema.ts';

/**
 * The JSON Schema (draft 2020-12) of a state document's wire form, so that another language can hold the same state.
 * The package ships it as `schema/experiment-state.v2.schema.json`.
 */
export function experimentStateJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: 'ExperimentState', ...z.toJSONSchema(experimentState, { target: 'draft-2020-12', io: 'input' }) };
}
