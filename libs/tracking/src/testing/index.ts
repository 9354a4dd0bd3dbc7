export { describeRunStore, type OpenableStore } from './describe-run-store.ts';
export {
  describeTracker,
  type DeliveredPoint,
  type DeliveredRun,
  type DescribeTrackerOptions,
  type TrackerTarget,
} from './describe-tracker.ts';
