import type { ts } from 'ts-morph';
import type { ModuleFacts } from './module-facts.ts';

/** Modules that only comments name. */
export function readPragmas(file: ts.SourceFile): string[] {
  const types = file.typeReferenceDirectives.map(({ fileName }) => fileName);
  const paths = file.referencedFiles.map(({ fileName }) => (fileName.startsWith('.') ? fileName : `./${fileName}`));
  const head = file.text.slice(0, file.statements[0]?.getStart(file) ?? file.text.length);
  const jsx = /@jsxImportSource\s+(\S+)/.exec(head)?.[1];
  const environment = /@(?:jest|vitest)-environment\s+(\S+)/.exec(head)?.[1];
  return [...types, ...paths, ...(jsx === undefined ? [] : [jsx]), ...(environment === undefined ? [] : [environment])];
}

export function readSyntaxError(file: ts.SourceFile): ModuleFacts['syntaxError'] {
  const first = syntaxErrorsOf(file)[0];
  if (first === undefined) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(first.start);
  const { messageText } = first;
  return { line: line + 1, message: typeof messageText === 'string' ? messageText : messageText.messageText };
}

/** The parser keeps its errors on the file; asking the program for them would check types. */
function syntaxErrorsOf(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  if (!('parseDiagnostics' in file) || !Array.isArray(file.parseDiagnostics)) return [];
  return file.parseDiagnostics as ts.DiagnosticWithLocation[];
}
