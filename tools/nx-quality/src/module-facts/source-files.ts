const EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro|mdx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;

/** Whether liveness is worked out for a file: TypeScript, JavaScript, and what holds scripts of these. */
export function isSourceFile(path: string): boolean {
  return EXTENSION.test(path);
}

export function isDeclarationFile(path: string): boolean {
  return DECLARATION.test(path);
}
