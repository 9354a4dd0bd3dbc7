import { createContainerEngine } from './container/container-engine.ts';
import type { Engine, EngineContext, EngineName } from './engine.ts';
import { createLocalEngine } from './local/local-engine.ts';

export function createEngine(name: EngineName, context: EngineContext): Engine {
  return name === 'local' ? createLocalEngine(context) : createContainerEngine(name, context);
}
