export { isGeneratorState, type GeneratorState } from './generator-state.ts';
export { createGenerator, Generator, restoreGenerator, type Sequence } from './generator.ts';
export { RandomError, type RandomErrorCode } from './random-error.ts';
export type { Seed } from './seed-sequence.ts';
