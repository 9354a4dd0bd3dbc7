import { ts } from 'ts-morph';
import type { ModuleUse } from './module-facts.ts';

/** Calls whose string arguments name a file next to the caller. */
const PATH_CALLS = new Set(['Worker', 'SharedWorker', 'fork', 'register', 'pathToFileURL', 'join', 'resolve']);
const MOCK_CALLS = new Set(['mock', 'unstable_mockModule', 'doMock', 'unmock', 'setMock']);
const ACTUAL_CALLS = new Set(['requireActual', 'importActual', 'requireMock']);

/** A module named in an expression. `node` is the call, whose surroundings tell which names are taken from it. */
export interface ModuleCall {
  readonly specifier: string;
  readonly by: ModuleUse['by'];
  readonly names: ModuleUse['names'] | 'by surroundings';
}

/** Reads `import()`, `require()`, `new URL(…, import.meta.url)`, mocks, globs and joined paths. */
export function* moduleCalls(node: ts.CallExpression | ts.NewExpression): Generator<ModuleCall> {
  const [first] = node.arguments ?? [];
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) yield* dynamicImport(first);
  else if (first !== undefined) yield* namedCall(node, first);
}

function* dynamicImport(argument: ts.Expression | undefined): Generator<ModuleCall> {
  if (argument === undefined) return;
  const specifier = textOf(argument);
  if (specifier !== undefined) yield { specifier, by: 'import()', names: 'by surroundings' };
  else if (ts.isTemplateExpression(argument)) yield { specifier: globOf(argument), by: 'glob', names: '*' };
  else if (ts.isConditionalExpression(argument)) {
    yield* dynamicImport(argument.whenTrue);
    yield* dynamicImport(argument.whenFalse);
  }
}

function* namedCall(node: ts.CallExpression | ts.NewExpression, first: ts.Expression): Generator<ModuleCall> {
  const callee = node.expression;
  const name = lastName(callee);
  const owner = ts.isPropertyAccessExpression(callee) ? callee.expression.getText() : undefined;
  const specifier = textOf(first);
  if (name === 'URL') yield* urlCall(node, first);
  else if (name === 'require' && owner === undefined && specifier !== undefined) {
    yield { specifier, by: 'require', names: 'by surroundings' };
  } else if (name === 'resolve' && isModuleResolver(owner) && specifier !== undefined) {
    yield { specifier, by: 'path', names: [] };
  } else if ((owner === 'jest' || owner === 'vi') && specifier !== undefined) {
    if (MOCK_CALLS.has(name)) yield { specifier, by: 'mock', names: [] };
    else if (ACTUAL_CALLS.has(name)) yield { specifier, by: 'mock', names: '*' };
  } else if (owner === 'import.meta' && name.startsWith('glob')) yield* globs(first);
  else if (name === 'context' && owner === 'require' && specifier !== undefined) {
    yield { specifier: `${specifier}/**/*`, by: 'glob', names: '*' };
  } else if (PATH_CALLS.has(name)) yield* pathCall(node);
}

/**
 * `new URL('./x.ts', import.meta.url)`. Behind a base also `'x.ts'` is relative. A worker or a program started by its path
 * runs; any other URL may be imported later on, so that all its exports live.
 */
function* urlCall(node: ts.CallExpression | ts.NewExpression, first: ts.Expression): Generator<ModuleCall> {
  const besides = node.arguments?.[1]?.getText() === 'import.meta.url';
  const written = ts.isTemplateExpression(first) && first.head.text !== '' ? globOf(first) : textOf(first);
  if (written === undefined || !(isRelative(written) || (besides && isBareName(written)))) return;
  const specifier = isRelative(written) ? written : `./${written}`;
  yield { specifier, by: written.includes('*') ? 'glob' : 'URL', names: isStarted(node) ? [] : '*' };
}

/** No protocol, no root, no folder above. */
function isBareName(text: string): boolean {
  return /^[\w@][^:]*\.[cm]?[jt]sx?$/.test(text);
}

function isStarted({ parent }: ts.Node): boolean {
  if (!(ts.isCallExpression(parent) || ts.isNewExpression(parent))) return false;
  return ['Worker', 'SharedWorker', 'fork', 'addModule'].includes(lastName(parent.expression));
}

function lastName(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : '';
}

/** `require.resolve`, `import.meta.resolve`, `createRequire(import.meta.url).resolve` */
function isModuleResolver(owner: string | undefined): boolean {
  return owner === 'require' || owner === 'import.meta' || (owner?.startsWith('createRequire(') ?? false);
}

function* globs(argument: ts.Expression): Generator<ModuleCall> {
  const patterns = ts.isArrayLiteralExpression(argument) ? argument.elements : [argument];
  for (const pattern of patterns) {
    const specifier = textOf(pattern);
    if (specifier !== undefined) yield { specifier, by: 'glob', names: '*' };
  }
}

/** `join(import.meta.dirname, 'a', 'b.js')` → `./a/b.js`; `fork('./b.js')` → `./b.js`. */
function* pathCall(node: ts.CallExpression | ts.NewExpression): Generator<ModuleCall> {
  const [first, ...rest] = node.arguments ?? [];
  const isHere = first !== undefined && ['__dirname', 'import.meta.dirname'].includes(first.getText());
  const parts = (isHere ? rest : (node.arguments?.slice(0, 1) ?? [])).map(textOf);
  if (parts.length === 0 || parts.some((part) => part === undefined)) return;
  const joined = parts.join('/');
  if (isHere) yield { specifier: isRelative(joined) ? joined : `./${joined}`, by: 'path', names: [] };
  else if (isRelative(joined)) yield { specifier: joined, by: 'path', names: [] };
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('./') || specifier.startsWith('../');
}

function textOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** `./locales/${name}.ts` with a hole → `./locales/*.ts`. */
function globOf(template: ts.TemplateExpression): string {
  return template.head.text + template.templateSpans.map((span) => `*${span.literal.text}`).join('');
}
