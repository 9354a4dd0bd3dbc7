// Only in the repository, where tsx is installed; the published package does not hold this file.
import { register } from 'tsx/esm/api';

register();
await import(new URL('../src/main.ts', import.meta.url).href);
