/**
 * A point that liveness flows through.
 * - `module`: the file is loaded, so what it runs and what it imports is alive.
 * - `export`: somebody imports this name from the file.
 * - `declaration`: the code behind a top-level name runs or is read.
 * - `namespace`: somebody holds all the file's exports at once.
 */
export interface LiveNode {
  readonly type: 'module' | 'export' | 'declaration' | 'namespace';
  readonly file: string;
  /** The export's or the declaration's name. */
  readonly name?: string;
  /** Members read from it: they decide what of a re-exported namespace is alive. */
  readonly members?: readonly string[];
}

/** A step from one point to the next, and where it is written. */
export interface LiveEdge {
  readonly to: LiveNode;
  /** `imports`, `uses`, `re-exports` …: how `why` words the step. */
  readonly how: string;
  readonly line?: number;
}

export function keyOf({ type, file, name, members }: LiveNode): string {
  return `${type}|${file}|${name ?? ''}|${members?.join('.') ?? ''}`;
}
