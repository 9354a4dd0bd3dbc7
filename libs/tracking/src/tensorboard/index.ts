export { createTensorBoardTracker, type TensorBoardTrackerOptions } from './tensorboard-tracker.ts';
