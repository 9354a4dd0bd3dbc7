/** Where liveness starts. */
export interface Entry {
  readonly file: string;
  /** What makes it an entry, in words that `why` prints: `package.json bin`, `target serve`. */
  readonly reason: string;
  /** Whose use the entry stands for. What only tests reach is a finding of its own kind. */
  readonly group: 'production' | 'test';
  /** Which of its exports someone outside the workspace, or a tool, may import. */
  readonly exports: 'all' | 'none' | readonly string[];
}
