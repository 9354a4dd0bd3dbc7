import { ts } from 'ts-morph';
import type { ModuleUse, Use } from './module-facts.ts';
import { moduleCalls } from './module-calls.ts';
import { namesOfPattern } from './pattern-names.ts';
import { takenNames } from './taken-names.ts';
import type { TopLevelNames } from './top-level-names.ts';

/** What the walks over one file gather besides uses. */
export interface WalkSinks {
  readonly names: TopLevelNames;
  readonly file: ts.SourceFile;
  readonly propertyNames: Set<string>;
  readonly strings: Set<string>;
  /** Variables that hold a module: `const m = await import('./x')`. Their reads are reads of the module. */
  readonly moduleVariables: Map<ts.Node, MutableModuleUse>;
}

export interface MutableModuleUse extends ModuleUse {
  names: string[] | '*';
}

/** Walks a part of a file and lists the top-level names and modules that it uses. */
export function collectUses(root: ts.Node, sinks: WalkSinks): Use[] {
  const uses: Use[] = [];
  const seen = new Set<string>();
  const inJavaScript = /\.[cm]?jsx?$/.test(sinks.file.fileName);
  const addLocal = (local: string, members: readonly string[] | undefined) => {
    const key = members === undefined ? local : `${local}.${members.join('.')}`;
    if (seen.has(key)) return;
    seen.add(key);
    uses.push(members === undefined ? { local } : { local, members });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) visitIdentifier(node, sinks, addLocal);
    else if (ts.isStringLiteralLike(node)) visitString(node, sinks);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) uses.push(...modulesOfCall(node, sinks));
    else if (ts.isImportTypeNode(node)) uses.push(...modulesOfType(node, sinks));
    ts.forEachChild(node, visit);
    if ('jsDoc' in node && inJavaScript) visitJsDoc(node.jsDoc, visit);
  };
  visit(root);
  return uses;
}

function visitJsDoc(comments: unknown, visit: (node: ts.Node) => void): void {
  if (!Array.isArray(comments)) return;
  for (const comment of comments as ts.JSDoc[]) ts.forEachChild(comment, visit);
}

function visitIdentifier(
  node: ts.Identifier,
  sinks: WalkSinks,
  addLocal: (local: string, members: readonly string[] | undefined) => void,
): void {
  if (isPropertyName(node)) {
    sinks.propertyNames.add(node.text);
    return;
  }
  if (ts.isBindingElement(node.parent) && node.parent.propertyName === undefined) sinks.propertyNames.add(node.text);
  if (isDeclaredName(node)) return;
  const local = sinks.names.nameOf(node);
  if (local !== undefined) for (const members of membersRead(node)) addLocal(local, members);
  if (sinks.moduleVariables.size > 0) readModuleVariable(node, sinks);
}

function visitString(node: ts.StringLiteralLike, sinks: WalkSinks): void {
  sinks.strings.add(node.text);
  if (ts.isElementAccessExpression(node.parent)) sinks.propertyNames.add(node.text);
}

function readModuleVariable(node: ts.Identifier, { names, moduleVariables }: WalkSinks): void {
  const declaration = names.declarationOf(node);
  const use = declaration && moduleVariables.get(declaration);
  if (use === undefined || use.names === '*') return;
  for (const members of membersRead(node)) {
    const [name] = members ?? [];
    if (name === undefined) use.names = '*';
    else use.names.push(name);
    if (use.names === '*') return;
  }
}

function modulesOfCall(node: ts.CallExpression | ts.NewExpression, sinks: WalkSinks): ModuleUse[] {
  return [...moduleCalls(node)].map(({ specifier, by, names }) => {
    const use: MutableModuleUse = { specifier, by, names: '*', line: lineOf(node, sinks.file) };
    if (names !== 'by surroundings') use.names = names === '*' ? '*' : [...names];
    else {
      const taken = takenNames(node);
      if (taken.variable === undefined) use.names = taken.names;
      else holdIn(taken.variable, use, sinks.moduleVariables);
    }
    return use;
  });
}

/** A variable that may hold one of several modules is not followed: all of them live whole. */
function holdIn(variable: ts.Node, use: MutableModuleUse, held: WalkSinks['moduleVariables']): void {
  const other = held.get(variable);
  if (other === undefined) {
    use.names = [];
    held.set(variable, use);
  } else other.names = '*';
}

function modulesOfType(node: ts.ImportTypeNode, { file }: WalkSinks): ModuleUse[] {
  if (!ts.isLiteralTypeNode(node.argument) || !ts.isStringLiteral(node.argument.literal)) return [];
  const names = node.qualifier === undefined ? '*' : [leftmost(node.qualifier)];
  return [{ specifier: node.argument.literal.text, by: 'import type', names, line: lineOf(node, file) }];
}

function leftmost(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : leftmost(name.left);
}

/** The names after a dot, and the keys of patterns and literals: read as members, never as variables. */
function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isPropertyAssignment(parent) || ts.isJsxAttribute(parent)) return parent.name === node;
  if (ts.isImportTypeNode(parent)) return true;
  return false;
}

function isDeclaredName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportAssignment(parent)) return false;
  if (ts.isExportSpecifier(parent)) return parent.propertyName !== undefined && parent.name === node;
  return 'name' in parent && parent.name === node;
}

/** Which members an identifier is read for; one undefined entry when the value itself is handed on. */
function membersRead(node: ts.Identifier): (readonly string[] | undefined)[] {
  const chain: string[] = [];
  let current: ts.Node = node;
  for (let next = memberOf(current); next !== undefined && chain.length < 3; next = memberOf(current)) {
    chain.push(next.name);
    current = next.node;
  }
  if (chain.length > 0) return [chain];
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isObjectBindingPattern(parent.name)) {
    return namesOfPattern(parent.name)?.map((name) => [name]) ?? [undefined];
  }
  return [undefined];
}

function memberOf(node: ts.Node): { name: string; node: ts.Node } | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    return { name: parent.name.text, node: parent };
  if (ts.isQualifiedName(parent) && parent.left === node) return { name: parent.right.text, node: parent };
  if (
    ts.isElementAccessExpression(parent) &&
    parent.expression === node &&
    ts.isStringLiteralLike(parent.argumentExpression)
  ) {
    return { name: parent.argumentExpression.text, node: parent };
  }
  return undefined;
}

function lineOf(node: ts.Node, file: ts.SourceFile): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
