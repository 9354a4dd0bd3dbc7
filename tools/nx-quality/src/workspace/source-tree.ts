/** The files of a workspace, by paths relative to its root with `/` between folders. */
export interface SourceTree {
  /** All files that belong to the workspace, sorted; nothing ignored by git, built or installed. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The text of a file of `paths`, or of an installed package's `package.json`; undefined where there is none. */
  read(path: string): string | undefined;
  /** The JavaScript of an installed package, without what is installed in it; absent where nothing is installed. */
  packageFiles?(name: string): readonly string[];
  /** Forgets what was read from a file that has been written since; absent where nothing is kept. */
  refresh?(path: string): void;
}

/** A workspace that lives in memory. */
export function createMemoryTree(contents: ReadonlyMap<string, string>): SourceTree {
  const paths = [...contents.keys()].filter((path) => !path.includes('node_modules/')).toSorted();
  const known = new Set(paths);
  return {
    paths,
    has: (path) => known.has(path),
    read: (path) => contents.get(path),
    packageFiles: (name) => [...contents.keys()].filter((path) => path.startsWith(`node_modules/${name}/`)),
  };
}
