/** What `no-print` may be told. */
export interface NoPrintSettings {
  /** Files left out, as globs. Default none: the rule's own comments let single lines be. */
  readonly ignore: readonly string[];
}

/** Something that was removed and must not come back; each given field must match. */
export interface RemovedName {
  /** An exported name. With `from`, only out of that package or module. */
  readonly name?: string | undefined;
  readonly from?: string | undefined;
  /** `Class.member`: read anywhere in a file that imports the class; `member` alone: read anywhere. */
  readonly member?: string | undefined;
  /** A specifier, or a path from the workspace's root: itself and all below it. */
  readonly path?: string | undefined;
  /** What to use; printed with the finding. */
  readonly instead?: string | undefined;
}

/** What `no-legacy-imports` may be told. */
export interface LegacyImportsSettings {
  /** Default none. */
  readonly removed: readonly RemovedName[];
}

/** What `unguarded` may be told. */
export interface UnguardedSettings {
  /** Files left out, as globs. Default: tests. */
  readonly ignore: readonly string[];
  /** Functions and methods whose arguments run under a guard. Default: those of @cartwheel/async-guard. */
  readonly guards: readonly string[];
}

export const defaultNoPrintSettings: NoPrintSettings = { ignore: [] };
export const defaultLegacyImportsSettings: LegacyImportsSettings = { removed: [] };
export const defaultUnguardedSettings: UnguardedSettings = {
  ignore: ['**/*.{test,spec,bench}.*', '**/{tests,test,testing,bench,fixtures,__tests__}/**'],
  guards: ['guard', 'guarded', 'spawn', 'createShutdown'],
};
