import { ts } from 'ts-morph';

/** Whether evaluating an initialiser does nothing that could be noticed, so that it dies with its name. */
export function isPure(node: ts.Expression | undefined): boolean {
  if (node === undefined) return true;
  if (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isTypeOfExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  ) {
    return true;
  }
  return isPureCompound(node);
}

function isPureCompound(node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPureProperty);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => isPure(unspread(element)));
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isPure(span.expression));
  if (ts.isClassExpression(node)) return !node.members.some((member) => ts.isClassStaticBlockDeclaration(member));
  if (ts.isPropertyAccessExpression(node) || ts.isParenthesizedExpression(node)) return isPure(node.expression);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node)) {
    return isPure(node.expression);
  }
  if (ts.isPrefixUnaryExpression(node)) return isPure(node.operand);
  if (ts.isBinaryExpression(node)) return !isAssignment(node) && isPure(node.left) && isPure(node.right);
  if (ts.isConditionalExpression(node))
    return isPure(node.condition) && isPure(node.whenTrue) && isPure(node.whenFalse);
  return false;
}

function isPureProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isPropertyAssignment(property)) return isPure(property.initializer);
  if (ts.isSpreadAssignment(property)) return isPure(property.expression);
  return true;
}

function unspread(node: ts.Expression): ts.Expression {
  return ts.isSpreadElement(node) ? node.expression : node;
}

function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
