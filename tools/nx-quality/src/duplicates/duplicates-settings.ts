/** What a workspace may set for the duplicates check. */
export interface DuplicatesSettings {
  /** Shorter copies are let be. Default 50, as in jscpd. */
  readonly minTokens: number;
  /** Copies of fewer lines are let be. Default 5, as in jscpd. */
  readonly minLines: number;
  /** Files left out, as globs. Default: fixtures, which are data of tests. */
  readonly ignore: readonly string[];
}

/** What holds where a workspace says nothing else. */
export const defaultDuplicatesSettings: DuplicatesSettings = {
  minTokens: 50,
  minLines: 5,
  ignore: ['**/fixtures/**', '**/__fixtures__/**', '**/testdata/**'],
};
