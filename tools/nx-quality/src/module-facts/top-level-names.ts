import { ts } from 'ts-morph';

/** The name that stands for a file's anonymous `export default`. */
export const ANONYMOUS_DEFAULT = '*default*';

/** Finds for any identifier the top-level name of its own file that it refers to, if it does. */
export interface TopLevelNames {
  /** Undefined for locals of a function, globals and properties. */
  nameOf(identifier: ts.Identifier): string | undefined;
  /** The declaration that an identifier refers to in its own file, at any depth. */
  declarationOf(identifier: ts.Identifier): ts.Declaration | undefined;
}

export function createTopLevelNames(file: ts.SourceFile, checker: ts.TypeChecker): TopLevelNames {
  const names = new Map<ts.Node, string>();
  for (const statement of file.statements) collectNames(statement, names);

  const declarationOf = (identifier: ts.Identifier): ts.Declaration | undefined => {
    const symbol = symbolOf(identifier, checker);
    return symbol?.declarations?.find((declaration) => declaration.getSourceFile() === file);
  };
  return {
    declarationOf,
    nameOf(identifier) {
      const declaration = declarationOf(identifier);
      return declaration && names.get(declaration);
    },
  };
}

function symbolOf(identifier: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = identifier;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === identifier) {
    return checker.getShorthandAssignmentValueSymbol(parent);
  }
  if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  return checker.getSymbolAtLocation(identifier);
}

function collectNames(statement: ts.Statement, names: Map<ts.Node, string>): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) collectBindings(declaration, names);
  } else if (ts.isImportDeclaration(statement)) collectImports(statement.importClause, names);
  else if (ts.isImportEqualsDeclaration(statement)) names.set(statement, statement.name.text);
  else if (isNamedDeclaration(statement)) names.set(statement, statement.name?.text ?? ANONYMOUS_DEFAULT);
}

/** Statements that declare one name. */
export type NamedDeclaration =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration;

export function isNamedDeclaration(node: ts.Node): node is NamedDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node)
  );
}

function collectImports(clause: ts.ImportClause | undefined, names: Map<ts.Node, string>): void {
  if (clause?.name) names.set(clause, clause.name.text);
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.set(bindings, bindings.name.text);
  else if (bindings) for (const element of bindings.elements) names.set(element, element.name.text);
}

/** The identifiers that a variable declaration or a binding pattern introduces. */
export function* bindingsOf(
  declaration: ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration,
): Generator<{ node: ts.Node; name: ts.Identifier }> {
  if (ts.isIdentifier(declaration.name)) yield { node: declaration, name: declaration.name };
  else
    for (const element of declaration.name.elements) {
      if (ts.isBindingElement(element)) yield* bindingsOf(element);
    }
}

function collectBindings(declaration: ts.VariableDeclaration, names: Map<ts.Node, string>): void {
  for (const { node, name } of bindingsOf(declaration)) names.set(node, name.text);
}
