import { ts } from 'ts-morph';
import type { Finding } from '../findings/finding.ts';

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** Takes `export` from names that only their file uses, and whole declarations that nobody uses, with the imports they needed. */
export function removeExports(file: string, text: string, findings: readonly Finding[]): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const cuts = findings.flatMap(({ symbol = '', fix }) =>
    source.statements.flatMap((statement) => cutsIn(statement, symbol, fix === 'unexport')),
  );
  return withoutUnusedImports(file, source, cut(text, cuts));
}

function cutsIn(statement: ts.Statement, symbol: string, keepsCode: boolean): Cut[] {
  if (ts.isExportDeclaration(statement)) return cutsOfSpecifier(statement, symbol);
  const exported = modifierOf(statement, ts.SyntaxKind.ExportKeyword);
  const isDefault = modifierOf(statement, ts.SyntaxKind.DefaultKeyword) !== undefined;
  if (ts.isExportAssignment(statement)) return symbol === 'default' ? [wholeOf(statement)] : [];
  if (exported === undefined || !declaresOnly(statement, symbol, isDefault)) return [];
  if (!keepsCode) return [wholeOf(statement)];
  // `export default` without a name has nothing to keep.
  return isDefault ? [] : [{ start: exported.getStart(), end: nextStart(exported) }];
}

/** One of several names in a statement is let be: the others would go with it. */
function declaresOnly(statement: ts.Statement, symbol: string, isDefault: boolean): boolean {
  if (ts.isVariableStatement(statement)) {
    const [declaration, ...others] = statement.declarationList.declarations;
    return others.length === 0 && declaration !== undefined && declaration.name.getText() === symbol;
  }
  if (isDefault) return symbol === 'default';
  return (
    'name' in statement &&
    ts.isIdentifier(statement.name as ts.Node) &&
    (statement.name as ts.Identifier).text === symbol
  );
}

function cutsOfSpecifier(statement: ts.ExportDeclaration, symbol: string): Cut[] {
  const clause = statement.exportClause;
  if (clause === undefined) return [];
  if (ts.isNamespaceExport(clause)) return clause.name.text === symbol ? [wholeOf(statement)] : [];
  const specifier = clause.elements.find(({ name }) => name.text === symbol);
  if (specifier === undefined) return [];
  if (clause.elements.length === 1) return [wholeOf(statement)];
  return [cutOfElement(clause.elements, specifier)];
}

/** An element of a list, with the comma that it no longer needs. */
function cutOfElement(elements: ts.NodeArray<ts.Node>, element: ts.Node): Cut {
  const next = elements[elements.indexOf(element) + 1];
  const before = elements[elements.indexOf(element) - 1];
  if (next !== undefined) return { start: element.getStart(), end: next.getStart() };
  return { start: before?.end ?? element.getStart(), end: element.end };
}

function modifierOf(node: ts.Node, kind: ts.SyntaxKind): ts.Modifier | undefined {
  return ts.canHaveModifiers(node) ? ts.getModifiers(node)?.find((modifier) => modifier.kind === kind) : undefined;
}

function nextStart(node: ts.Node): number {
  const text = node.getSourceFile().text;
  return node.end + (/^\s*/.exec(text.slice(node.end))?.[0].length ?? 0);
}

/** A statement with the comments that belong to it and the end of its line. */
function wholeOf(statement: ts.Node): Cut {
  const { text } = statement.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const own = comments.filter(({ end }) => !text.slice(end, statement.getStart()).includes('\n\n'));
  const start = own[0]?.pos ?? statement.getStart();
  const rest = /^[ \t]*\r?\n(?:[ \t]*\r?\n)?/.exec(text.slice(statement.end))?.[0].length ?? 0;
  return { start, end: statement.end + rest };
}

function cut(text: string, cuts: readonly Cut[]): string {
  const apart = cuts.filter((one, at) => !cuts.some((other, before) => before < at && overlap(one, other)));
  const lastFirst = apart.toSorted((a, b) => b.start - a.start);
  return lastFirst.reduce((before, { start, end }) => before.slice(0, start) + before.slice(end), text);
}

function overlap(one: Cut, other: Cut): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Imports that were used before and are not any more. */
function withoutUnusedImports(file: string, before: ts.SourceFile, text: string): string {
  const after = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const [usedBefore, used] = [namesUsed(before), namesUsed(after)];
  const cuts = after.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    const unused = bindings.elements.filter(({ name }) => usedBefore.has(name.text) && !used.has(name.text));
    if (unused.length === 0) return [];
    const takesAll = unused.length === bindings.elements.length && statement.importClause?.name === undefined;
    return takesAll ? [wholeOf(statement)] : unused.map((element) => cutOfElement(bindings.elements, element));
  });
  return cut(text, cuts);
}

function namesUsed(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
