export { guarded, type GuardedOptions } from './guarded.ts';
