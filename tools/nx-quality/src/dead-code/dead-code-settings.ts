/** What a workspace may set for the dead-code check. */
export interface DeadCodeSettings {
  /** Whose package exports are alive by definition. Default `published`: every package that is not private. */
  readonly publicApi: 'published' | 'all' | 'none';
  /** Further entries, as globs from the workspace's root. Default none. */
  readonly entries: readonly string[];
  /** Files that the check leaves out, as globs. Default: fixtures, which are data of tests. */
  readonly ignore: readonly string[];
  /** Packages never reported, neither as unused nor as undeclared. Default none. */
  readonly ignoreDependencies: readonly string[];
  /**
   * An export that only its own file uses: report it, let it be, or let only those types be that the signature of a
   * living export names. Default `allow-signatures`.
   */
  readonly exportsUsedInFile: 'report' | 'allow-signatures' | 'ignore';
  /** Whether members of exported classes and enums are checked. Default false. */
  readonly members: boolean;
}

/** What holds where a workspace says nothing else. */
export const defaultDeadCodeSettings: DeadCodeSettings = {
  publicApi: 'published',
  entries: [],
  ignore: ['**/fixtures/**', '**/__fixtures__/**', '**/testdata/**'],
  ignoreDependencies: [],
  exportsUsedInFile: 'allow-signatures',
  members: false,
};
