export { describeRunStore, type OpenableStore } from './describe-run-store.ts';
