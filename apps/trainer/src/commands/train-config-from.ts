import { CartwheelError } from '@cartwheel/async-guard';
import {
  ExperimentStateError,
  parseTrainConfig,
  trainConfig,
  type TrainConfig,
  type ValidationIssue,
} from '@cartwheel/experiment-state';
import { closestMatch } from 'leven';
import { readConfigFile } from '../read-config-file.ts';
import type { WayFlags } from './way-options.ts';

/** The flags of `train` that are settings of the run. */
export interface TrainFlags extends WayFlags {
  env?: string;
  algo?: string;
  steps?: number;
  seed?: number;
  envs?: number;
  preset?: string;
  set?: Record<string, unknown>;
  experiment?: string;
  tag?: string[];
  evalEpisodes?: number;
  evalEvery?: number;
}

/**
 * The config of a run: the file's settings, and the flags over them.
 *
 * Throws `trainer/invalid-config`: one line that names each wrong setting, the file and the path in it or the flag, what
 * was expected and what came.
 */
export async function trainConfigFrom(flags: TrainFlags, file: string | undefined): Promise<TrainConfig> {
  const fromFile = file === undefined ? {} : await readConfigFile(file);
  const fromFlags = settingsOf(flags);
  try {
    return parseTrainConfig({ ...fromFile, ...fromFlags, set: joinSet(fromFile['set'], flags.set) });
  } catch (error) {
    if (!(error instanceof ExperimentStateError)) throw error;
    const lines = error.issues.map((issue) => describeIssue(issue, fromFlags, file));
    throw new CartwheelError('trainer/invalid-config', lines.join('; '), { cause: error });
  }
}

function settingsOf(flags: TrainFlags): Record<string, unknown> {
  const known = Object.entries(flags).filter(([name]) => name !== 'set' && name in trainConfig.shape);
  return { ...Object.fromEntries(known), ...(flags.tag === undefined ? {} : { tags: flags.tag }) };
}

/** What is no mapping stays as it is, to be refused with its path. */
function joinSet(fromFile: unknown, fromFlags: Record<string, unknown> | undefined): unknown {
  if (fromFile === undefined || isMapping(fromFile)) return { ...fromFile, ...fromFlags };
  return fromFile;
}

function describeIssue(issue: ValidationIssue, fromFlags: Record<string, unknown>, file: string | undefined): string {
  const [setting = ''] = issue.path.split(/[.[]/);
  const isFlag = file === undefined || setting in fromFlags || issue.received === 'nothing';
  const place = isFlag ? `--${flagName(setting)}` : `${file}: ${issue.path}`;
  if (setting !== '' && !(setting in trainConfig.shape)) {
    return `${place}: no such setting; did you mean '${closestMatch(setting, Object.keys(trainConfig.shape))}'?`;
  }
  return `${place}: expected ${issue.expected}, received ${issue.received}`;
}

function flagName(setting: string): string {
  return setting === 'tags' ? 'tag' : setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
