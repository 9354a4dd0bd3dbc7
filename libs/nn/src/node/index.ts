export { openEngine, type Backend, type OpenEngine, type OpenEngineOptions } from './open-engine.ts';
