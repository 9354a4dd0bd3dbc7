import * as nodeModule from 'node:module';
import { register as registerTypeScript } from 'tsx/esm/api';
import { resolve } from './source-condition.js';

/** @type {unknown} Node 20 lacks it; Node 26 warns of `register`. */
const registerHooks = Reflect.get(nodeModule, 'registerHooks');

/**
 * Imports a TypeScript entry unbuilt; workspace packages resolve to their sources, as with `node -C @cartwheel/source`.
 *
 * @param {URL} entry
 */
export async function runFromSources(entry) {
  registerTypeScript();
  if (typeof registerHooks === 'function') registerHooks({ resolve });
  else nodeModule.register('./source-condition.js', import.meta.url);
  await import(entry.href);
}
