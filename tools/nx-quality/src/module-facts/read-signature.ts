import { ts } from 'ts-morph';

/** The names in a declaration's types, outside of function bodies. */
export function signatureOf(node: ts.Node): string[] {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isBlock(child)) return;
    if (ts.isTypeReferenceNode(child)) names.add(leftmost(child.typeName));
    else if (ts.isExpressionWithTypeArguments(child) && ts.isIdentifier(child.expression))
      names.add(child.expression.text);
    else if (ts.isTypeQueryNode(child)) names.add(leftmost(child.exprName));
    ts.forEachChild(child, visit);
  };
  visit(node);
  return [...names];
}

function leftmost(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : leftmost(name.left);
}
