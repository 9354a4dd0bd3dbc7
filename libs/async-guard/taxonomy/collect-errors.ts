import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A literal code, and what the sources say with it. */
export interface ErrorCode {
  /** `broker/unreachable` */
  readonly code: string;
  /** Distinct messages in order of file and place; `…` stands for what is known only then. */
  readonly messages: readonly string[];
}

/** Every literal code in the sources of a workspace, by code. */
export function collectErrors(workspace: string): ErrorCode[] {
  const projects = projectsOf(workspace);
  const isCode = codeMatcher(projects.map(({ name }) => name));
  const messages = new Map<string, Set<string>>();
  for (const file of projects.flatMap(({ dir }) => sourcesOf(join(workspace, dir, 'src')))) {
    for (const { code, message } of codesIn(file, isCode)) {
      const known = messages.get(code) ?? new Set();
      messages.set(code, message === undefined ? known : known.add(message));
    }
  }
  return [...messages]
    .map(([code, said]) => ({ code, messages: [...said] }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/** Codes that a user's own words caused: the command line exits with 2 for them. */
export function wrongUseCodes(workspace: string): Set<string> {
  const file = join(workspace, 'libs/session/src/wrong-use.ts');
  return new Set(codesIn(file, codeMatcher(projectsOf(workspace).map(({ name }) => name))).map(({ code }) => code));
}

function projectsOf(workspace: string): { name: string; dir: string }[] {
  return ['libs', 'apps', 'tools'].flatMap((folder) =>
    readdirSync(join(workspace, folder)).map((name) => ({ name, dir: `${folder}/${name}` })),
  );
}

function codeMatcher(projects: readonly string[]): (text: string) => boolean {
  const pattern = new RegExp(`^(?:${projects.join('|')})/[a-z0-9]+(?:-[a-z0-9]+)*$`);
  return (text) => pattern.test(text);
}

/** None for a project without sources of its own: a preset. */
function sourcesOf(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'))
    .toSorted()
    .map((name) => join(dir, name));
}

interface Finding {
  readonly code: string;
  readonly message: string | undefined;
}

function codesIn(path: string, isCode: (text: string) => boolean): Finding[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) && isCode(node.text)) {
      found.push({ code: node.text, message: messageBeside(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The argument after the code, in `new BrokerError(code, message)` or `[code, message]`. */
function messageBeside(code: ts.Node): string | undefined {
  const { parent } = code;
  const isCall = ts.isNewExpression(parent) || ts.isCallExpression(parent);
  const list = isCall ? parent.arguments : ts.isArrayLiteralExpression(parent) ? parent.elements : undefined;
  const next = list?.[list.findIndex((item) => item === code) + 1];
  const text = next === undefined ? undefined : textOf(next);
  // Nothing but what is known only then says nothing here, and a code in a list of codes has another beside it.
  const saysNothing = text === undefined || !/[a-z]{3}/i.test(text) || !/\s/.test(text);
  return saysNothing ? undefined : text;
}

function textOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ expression, literal }) => textOrGap(expression) + literal.text);
    return node.head.text + spans.join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return textOf(node.left) + textOf(node.right);
  }
  return textOrGap(node);
}

/** A constant of the same file is spelt out. */
function textOrGap(node: ts.Expression): string {
  const value = ts.isIdentifier(node) ? constantInSight(node) : undefined;
  return value !== undefined && isText(value) ? textOf(value) : '…';
}

function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node);
}

/** What the nearest declaration of that name around the node says. */
function constantInSight({ text, parent }: ts.Identifier): ts.Expression | undefined {
  for (let scope: ts.Node | undefined = parent; scope !== undefined; scope = scope.parent) {
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    for (const statement of scope.statements.filter(ts.isVariableStatement)) {
      const declared = statement.declarationList.declarations.find(({ name }) => name.getText() === text);
      if (declared !== undefined) return declared.initializer;
    }
  }
  return undefined;
}
