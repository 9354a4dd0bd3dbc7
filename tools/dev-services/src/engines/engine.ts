import type { Part, Service } from '../services/part.ts';

/** What services run on, the best first. */
export const ENGINE_NAMES = ['podman', 'docker', 'local'] as const;
/** One of `ENGINE_NAMES`. */
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What a look at an engine found. */
export type Finding =
  | { readonly usable: true; readonly what: string }
  | { readonly usable: false; /** Why it is passed over, and what to install. */ readonly why: string };

/** A way to run services. Every call may be repeated: what is there is left, what is gone stays gone. */
export interface Engine {
  readonly name: EngineName;
  /** Looks whether the engine works here; changes nothing. */
  look(): Promise<Finding>;
  /**
   * Gets what the service runs from: an image, a program, a Python environment. May take minutes the first time.
   *
   * @throws DevServiceError `ENGINE_FAILED` with why, and what to install
   */
  prepare(service: Service): Promise<void>;
  /** Starts a part in the background; resolves before it is ready. */
  start(service: Service, part: Part): Promise<void>;
  isRunning(part: Part): Promise<boolean>;
  /** Ends the part, and what is left of it. */
  stop(part: Part): Promise<void>;
  /** Ends the part as a crash does: at once, and its record stays. */
  crash(part: Part): Promise<void>;
  /** The last lines that the part wrote; empty when there is nothing. */
  logs(part: Part, lines: number): Promise<string>;
  /** Deletes the service's data. */
  removeVolume(service: Service): Promise<void>;
}

export interface EngineContext {
  /** Begins all names. */
  readonly project: string;
  /** Where data, logs and process records of local programs live. */
  readonly home: string;
  /** Where images' contents and Python environments are kept. */
  readonly cache: string;
  /** Told of each step that takes long. */
  readonly say: (line: string) => void;
}
