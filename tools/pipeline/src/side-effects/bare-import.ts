import { build } from 'esbuild';

/** How many bytes a bundler keeps of a package that a program imports without using anything of it. */
export async function bareImportBytes(specifier: string, folder: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `import '${specifier}';`, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@cartwheel/source'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
}
