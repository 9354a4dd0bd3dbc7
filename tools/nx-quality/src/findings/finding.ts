/** What the dead-code check tells apart. */
export type DeadCodeKind =
  | 'unused-export'
  | 'unreached-file'
  | 'island'
  | 'test-only'
  | 'dead-test'
  | 'unused-dependency'
  | 'undeclared-import'
  | 'unused-member';

/** All that the checks find. */
export type FindingKind = DeadCodeKind | 'duplicate' | 'print' | 'legacy-import' | 'unguarded';

/** The checks, each with findings and a baseline of its own. The first two run everywhere, the others where they are set up. */
export const checkNames = ['dead-code', 'duplicates', 'no-print', 'no-legacy-imports', 'unguarded'] as const;
export type CheckName = (typeof checkNames)[number];

/** Take the `export` away, take the code or the dependency away, or delete the file. */
export type FindingFix = 'unexport' | 'remove' | 'delete';

/** Something that a check found wrong, with an identity that survives edits around it. */
export interface Finding {
  /** `kind file#symbol`: holds no line, so that code may move within its file. */
  readonly id: string;
  readonly kind: FindingKind;
  /** The project that owns the finding and its line in the baseline. */
  readonly project: string;
  /** Relative to the workspace's root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** What is dead: an export's name, a package, a member as `Class.member`. Absent where it is the whole file. */
  readonly symbol?: string;
  readonly message: string;
  /** What `--fix` does about it; absent where only people can tell. */
  readonly fix?: FindingFix;
  /** Other places that belong to the finding: the second copy of a duplicate. */
  readonly related?: readonly { readonly file: string; readonly line: number; readonly endLine: number }[];
}

/** Makes the identity of a finding from what does not change when lines move. */
export function findingId(kind: FindingKind, file: string, symbol?: string): string {
  return symbol === undefined ? `${kind} ${file}` : `${kind} ${file}#${symbol}`;
}

/** By file, then line, then identity: the order of every report. */
export function compareFindings(a: Finding, b: Finding): number {
  return compareText(a.file, b.file) || a.line - b.line || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
