import { ts } from 'ts-morph';

/** Something that goes on after its caller is done. */
export interface BackgroundWork {
  /** What is started: `setInterval`, `void this.flush`. */
  readonly symbol: string;
  readonly what: 'A promise that nobody waits for' | 'A timer';
  readonly line: number;
  readonly column: number;
}

/** Methods of collections and streams: `=> void set.add(x)` only drops a value. */
const NO_BACKGROUND = new Set(['set', 'add', 'delete', 'push', 'unshift', 'splice', 'clear', 'write', 'emit']);
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);

/**
 * Lists the promises behind `void` and the timers of a file that no guard stands around. A timer whose callback a surrounding
 * `new Promise` waits for is no background work; nor is one that calls only what a guard has given.
 */
export function backgroundWork(file: string, text: string, guards: readonly string[]): BackgroundWork[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, scriptKindOf(file));
  const guarded = guardedNames(source, guards);
  const found: BackgroundWork[] = [];
  const add = (node: ts.Node, symbol: string, what: BackgroundWork['what']) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push({ symbol, what, line: line + 1, column: character + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && guards.includes(nameOf(node.expression))) return;
    if (isWaitedFor(node)) return;
    if (ts.isVoidExpression(node) && isUnguardedPromise(node.expression, guards, guarded)) {
      add(node, `void ${nameOf(calleeOf(node.expression))}`, 'A promise that nobody waits for');
    } else if (isTimer(node) && !isGuardedCallback(node.arguments[0], guards, guarded)) {
      // What its callback starts is part of it.
      add(node, nameOf(node.expression), 'A timer');
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Names that hold what a guard has given: `const save = guard(…)`, `this.#save = guard(…)`. */
function guardedNames(source: ts.SourceFile, guards: readonly string[]): Set<string> {
  const names = new Set<string>();
  const isGuard = (value: ts.Expression | undefined) =>
    value !== undefined && ts.isCallExpression(value) && guards.includes(nameOf(value.expression));
  const visit = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && isGuard(node.initializer)) {
      names.add(node.name.getText(source));
    } else if (ts.isBinaryExpression(node) && isGuard(node.right)) names.add(nameOf(node.left));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** `new Promise((resolve) => setTimeout(resolve, ms))`: whoever awaits it sees what happens. */
function isWaitedFor(node: ts.Node): boolean {
  return ts.isNewExpression(node) && nameOf(node.expression) === 'Promise';
}

function isTimer(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !TIMERS.has(nameOf(node.expression))) return false;
  const callee = node.expression;
  return (
    ts.isIdentifier(callee) || (ts.isPropertyAccessExpression(callee) && callee.expression.getText() === 'globalThis')
  );
}

function isUnguardedPromise(node: ts.Expression, guards: readonly string[], guarded: ReadonlySet<string>): boolean {
  if (!ts.isCallExpression(node)) return false;
  const name = nameOf(node.expression);
  return !guards.includes(name) && !guarded.has(name) && !NO_BACKGROUND.has(name) && !isCaught(node);
}

function isGuardedCallback(
  callback: ts.Expression | undefined,
  guards: readonly string[],
  guarded: ReadonlySet<string>,
): boolean {
  if (callback === undefined) return false;
  if (ts.isCallExpression(callback)) return guards.includes(nameOf(callback.expression));
  if (!ts.isArrowFunction(callback)) return guarded.has(nameOf(callback));
  const body = ts.isVoidExpression(callback.body) ? callback.body.expression : callback.body;
  if (!ts.isCallExpression(body)) return false;
  const name = nameOf(body.expression);
  return guarded.has(name) || guards.includes(name) || isCaught(body);
}

/** `save().catch(report)`: its failure goes where somebody says. */
function isCaught({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'catch';
}

/** Of `a().then(b)` the first call: it is what was started. */
function calleeOf(node: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(node)) return node;
  const { expression } = node;
  const isChained =
    ts.isPropertyAccessExpression(expression) && ['then', 'catch', 'finally'].includes(expression.name.text);
  return isChained ? calleeOf(expression.expression) : expression;
}

function nameOf(node: ts.Node): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node)) return nameOf(node.expression);
  return ts.isIdentifier(node) ? node.text : node.getText().slice(0, 20);
}

function scriptKindOf(file: string): ts.ScriptKind {
  if (file.endsWith('x')) return file.endsWith('.jsx') ? ts.ScriptKind.JSX : ts.ScriptKind.TSX;
  return /\.[cm]?js$/.test(file) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
}
