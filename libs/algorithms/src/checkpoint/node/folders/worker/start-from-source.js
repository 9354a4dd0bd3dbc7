// Starts the worker where nothing was built: a worker thread gets no TypeScript loader from Jest. The build leaves this
// file out, and the built worker starts without it.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
