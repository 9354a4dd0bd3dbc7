import type { JsonObject } from '../../src/workspace/read-json.ts';

/** A small workspace with what is dead in it, decided by hand. */
export interface CorpusCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string | JsonObject>>;
  /** Identities of the findings expected. */
  readonly dead: readonly string[];
  /** Identities that would be wrong: things that live although a simpler reader might not see it. */
  readonly alive?: readonly string[];
  readonly settings?: JsonObject;
}

/** Completes a case: a root manifest, and one for each project that the case gives none. */
export function filesOf({ files }: CorpusCase): Record<string, string | JsonObject> {
  const complete: Record<string, string | JsonObject> = {
    'package.json': { name: 'corpus', private: true, workspaces: ['apps/*', 'libs/*'] },
  };
  for (const path of Object.keys(files)) {
    const [folder, name] = path.split('/');
    const root = `${folder}/${name}`;
    if (folder === 'libs') complete[`${root}/package.json`] = lib(`@x/${name}`);
    if (folder === 'apps') complete[`${root}/package.json`] = app(`@x/${name}`);
  }
  return { ...complete, ...files };
}

/** The manifest of a private library whose sources are its exports. */
export function lib(name: string, more: JsonObject = {}): JsonObject {
  return { name, version: '1.0.0', private: true, type: 'module', exports: { '.': './src/index.ts' }, ...more };
}

/** The manifest of an application: it may import every library of the case. */
export function app(name: string, more: JsonObject = {}): JsonObject {
  const dependencies = { '@x/a': '*', '@x/b': '*', '@x/c': '*' };
  return {
    name,
    version: '1.0.0',
    private: true,
    type: 'module',
    main: './src/main.ts',
    peerDependencies: dependencies,
    ...more,
  };
}

/** An application's main file that runs the given code. */
export function main(code: string): Record<string, string> {
  return { 'apps/app/src/main.ts': code };
}
