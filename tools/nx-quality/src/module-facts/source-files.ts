const EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;

/** Whether liveness is worked out for a file: TypeScript and JavaScript. */
export function isSourceFile(path: string): boolean {
  return EXTENSION.test(path);
}

export function isDeclarationFile(path: string): boolean {
  return DECLARATION.test(path);
}
