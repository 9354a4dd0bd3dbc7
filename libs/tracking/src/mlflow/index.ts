export { MlflowError, type MlflowErrorCode } from './mlflow-error.ts';
export { createMlflowTracker, type MlflowTrackerOptions } from './mlflow-tracker.ts';
