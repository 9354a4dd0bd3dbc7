import type { ModuleFacts } from './module-facts.ts';

/** Facts by path and text. */
export interface FactsCache {
  get(path: string, text: string): ModuleFacts | undefined;
  set(path: string, text: string, facts: ModuleFacts): void;
}

/** Remembers nothing. */
export const noFactsCache: FactsCache = {
  get: () => undefined,
  set: () => undefined,
};
