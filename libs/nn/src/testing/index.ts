export type { CreateEngine } from './create-engine.ts';
export { describeEngine } from './describe-engine.ts';
