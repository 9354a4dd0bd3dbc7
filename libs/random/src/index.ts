export { createGenerator, Generator, restoreGenerator, type GeneratorState, type Sequence } from './generator.ts';
export { RandomError, type RandomErrorCode } from './random-error.ts';
export type { Seed } from './seed-sequence.ts';
