export { createTfjsNodeEngine } from './create-tfjs-node-engine.ts';
