export { createTfjsEngine } from './tfjs-engine.ts';
export type { Tfjs } from './tfjs.ts';
