export type { CreateEngine } from './create-engine.ts';
export { describeEngine } from './describe-engine.ts';
export { resultOf } from './result-of.ts';
