import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidArgumentError, type Command } from 'commander';

interface TrackerOption {
  /** The option's name, and the first word of the tracker's id. */
  readonly kind: string;
  readonly target: string;
  readonly help: string;
  /** The target is a folder, from where the command runs. */
  readonly isFolder?: boolean;
}

/** Where a run can be relayed to. */
const TRACKERS = {
  aim: { kind: 'aim', target: '<url>', help: 'relay to an Aim server: aim://host:port' },
  mlflow: { kind: 'mlflow', target: '<uri>', help: 'relay to an MLflow server: http://host:port' },
  tensorboard: {
    kind: 'tensorboard',
    target: '<dir>',
    help: "relay to TensorBoard's event files in this folder",
    isFolder: true,
  },
} satisfies Record<string, TrackerOption>;

/** Where a run is relayed to. */
export type TrackerFlags = { [Name in keyof typeof TRACKERS]?: string } & { tracker?: string[] };

/** A module, and after a blank what it is to make a tracker of. */
const TRACKER_FILE = /^(?<path>.+?\.[cm]?[jt]s)(?: (?<target>.*))?$/;

export function withTrackerOptions(command: Command): Command {
  for (const { kind, target, help } of Object.values(TRACKERS)) command.option(`--${kind} ${target}`, help);
  return command.option(
    '--tracker <file>',
    "relay to a tracker of your own: FILE.ts, or 'FILE.ts TARGET' (may be given several times)",
    (file: string, before: string[] | undefined) => [...(before ?? []), trackerFile(file)],
  );
}

/** The ids of the trackers that were asked for. */
export function trackersFrom({ tracker = [], ...flags }: TrackerFlags): string[] {
  const targets: Readonly<Record<string, string | undefined>> = flags;
  const known = Object.entries<TrackerOption>(TRACKERS).flatMap(([name, { kind, isFolder }]) => {
    const target = targets[name];
    if (target === undefined) return [];
    return [`${kind} ${isFolder === true ? resolve(target) : target}`];
  });
  return [...known, ...tracker];
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
