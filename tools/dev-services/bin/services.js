#!/usr/bin/env node
// Runs the built program where it was packed, and straight from the TypeScript sources in the repository.
import { existsSync } from 'node:fs';

const sources = new URL('../src/main.ts', import.meta.url);
if (existsSync(sources) && existsSync(new URL('../tsconfig.json', import.meta.url))) {
  await import('./run-from-sources.js');
} else {
  await import('../dist/main.js');
}
