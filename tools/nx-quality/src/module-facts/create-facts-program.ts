import { Project, ts } from 'ts-morph';
import type { SourceTree } from '../workspace/source-tree.ts';
import { scriptNameOf, scriptOf } from './component-files.ts';

/** A parsed set of files whose names can be resolved within each file. */
export interface FactsProgram {
  readonly checker: ts.TypeChecker;
  sourceFile(path: string): ts.SourceFile;
}

/**
 * Parses files without libraries and without following imports: facts are a file's own, and names resolve by scope,
 * so no types are ever computed. Each file is a module, so that none sees another's globals.
 */
export function createFactsProgram(tree: SourceTree, paths: readonly string[]): FactsProgram {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: {
      allowJs: true,
      noLib: true,
      noResolve: true,
      types: [],
      jsx: ts.JsxEmit.Preserve,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      experimentalDecorators: true,
    },
  });
  const nameOf = (path: string) => `/${scriptNameOf(path, tree.read(path) ?? '')}`;
  for (const path of paths) {
    project.createSourceFile(nameOf(path), scriptOf(path, tree.read(path) ?? ''), { overwrite: true });
  }
  const program = project.getProgram().compilerObject;
  return {
    checker: program.getTypeChecker(),
    sourceFile(path) {
      const file = program.getSourceFile(nameOf(path));
      if (file === undefined) throw new Error(`${path} was not parsed: pass it to createFactsProgram`);
      return file;
    },
  };
}
