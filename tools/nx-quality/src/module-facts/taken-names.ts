import { ts } from 'ts-morph';
import { namesOfPattern } from './pattern-names.ts';

/** Which exports the surroundings of `import()` or `require()` take: names, all, or those read from a variable. */
export interface TakenNames {
  readonly names: string[] | '*';
  /** The declaration of the variable that holds the module. */
  readonly variable?: ts.Node;
}

const EVERYTHING: TakenNames = { names: '*' };

/** Looks outwards from the call: `(await import('./x')).a`, `const { a } = …`, `.then((m) => m.a)`. */
export function takenNames(call: ts.Expression): TakenNames {
  const { parent } = call;
  if (ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isVoidExpression(parent)) {
    return takenNames(parent);
  }
  if (ts.isExpressionStatement(parent)) return { names: [] };
  if (ts.isPropertyAccessExpression(parent) && parent.expression === call) return takenByMember(parent);
  if (ts.isVariableDeclaration(parent) && parent.initializer === call) return takenByBinding(parent);
  return EVERYTHING;
}

function takenByMember(access: ts.PropertyAccessExpression): TakenNames {
  if (!['then', 'catch', 'finally'].includes(access.name.text)) return { names: [access.name.text] };
  const call = access.parent;
  if (access.name.text !== 'then' || !ts.isCallExpression(call)) return EVERYTHING;
  const [callback] = call.arguments;
  if (callback === undefined || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return EVERYTHING;
  const [parameter] = callback.parameters;
  return parameter === undefined ? { names: [] } : takenByBinding(parameter);
}

function takenByBinding(declaration: ts.VariableDeclaration | ts.ParameterDeclaration): TakenNames {
  if (ts.isIdentifier(declaration.name)) return { names: [], variable: declaration };
  if (!ts.isObjectBindingPattern(declaration.name)) return EVERYTHING;
  return { names: namesOfPattern(declaration.name) ?? '*' };
}
