export { connectToRun } from './connect-to-run.ts';
export { serveRun, type ServeRunOptions } from './serve-run.ts';
