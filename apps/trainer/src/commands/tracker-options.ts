import { resolve } from 'node:path';
import type { Command } from 'commander';

/** Where a run is relayed to. */
export interface TrackerFlags {
  aim?: string;
  mlflow?: string;
  tensorboard?: string;
}

export function withTrackerOptions(command: Command): Command {
  return command
    .option('--aim <url>', 'relay to an Aim server: aim://host:port')
    .option('--mlflow <uri>', 'relay to an MLflow server: http://host:port')
    .option('--tensorboard <dir>', "relay to TensorBoard's event files in this folder");
}

/** The ids of the trackers that were asked for. */
export function trackersFrom({ aim, mlflow, tensorboard }: TrackerFlags): string[] {
  return [
    ...(aim === undefined ? [] : [`aim ${aim}`]),
    ...(mlflow === undefined ? [] : [`mlflow ${mlflow}`]),
    ...(tensorboard === undefined ? [] : [`tensorboard ${resolve(tensorboard)}`]),
  ];
}
