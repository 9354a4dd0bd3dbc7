import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidArgumentError, type Command } from 'commander';

/** Where a run is relayed to. */
export interface TrackerFlags {
  aim?: string;
  mlflow?: string;
  tensorboard?: string;
  tracker?: string[];
}

/** A module, and after a blank what it is to make a tracker of. */
const TRACKER_FILE = /^(?<path>.+?\.[cm]?[jt]s)(?: (?<target>.*))?$/;

export function withTrackerOptions(command: Command): Command {
  return command
    .option('--aim <url>', 'relay to an Aim server: aim://host:port')
    .option('--mlflow <uri>', 'relay to an MLflow server: http://host:port')
    .option('--tensorboard <dir>', "relay to TensorBoard's event files in this folder")
    .option(
      '--tracker <file>',
      "relay to a tracker of your own: FILE.ts, or 'FILE.ts TARGET' (may be given several times)",
      (file: string, before: string[] | undefined) => [...(before ?? []), trackerFile(file)],
    );
}

/** The ids of the trackers that were asked for. */
export function trackersFrom({ aim, mlflow, tensorboard, tracker = [] }: TrackerFlags): string[] {
  return [
    ...(aim === undefined ? [] : [`aim ${aim}`]),
    ...(mlflow === undefined ? [] : [`mlflow ${mlflow}`]),
    ...(tensorboard === undefined ? [] : [`tensorboard ${resolve(tensorboard)}`]),
    ...tracker,
  ];
}

/** The id of a module's tracker, by which a later `sync` finds it from any folder. */
function trackerFile(file: string): string {
  const { path, target } = TRACKER_FILE.exec(file)?.groups ?? {};
  if (path === undefined) {
    throw new InvalidArgumentError(`Expected a file .ts or .js that makes a tracker, received '${file}'.`);
  }
  const url = pathToFileURL(resolve(path)).href;
  return target === undefined ? url : `${url} ${target}`;
}
