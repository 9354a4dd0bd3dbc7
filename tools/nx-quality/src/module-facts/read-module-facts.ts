import { ts } from 'ts-morph';
import { ignoredLines } from '../findings/ignored-lines.ts';
import { collectUses, type WalkSinks } from './collect-uses.ts';
import type {
  DeclarationFact,
  ExportFact,
  ImportBinding,
  MemberFact,
  ModuleEdge,
  ModuleFacts,
  Use,
} from './module-facts.ts';
import { membersOf } from './read-members.ts';
import { readPragmas, readSyntaxError } from './read-comments.ts';
import { isPure } from './purity.ts';
import { signatureOf } from './read-signature.ts';
import {
  ANONYMOUS_DEFAULT,
  bindingsOf,
  createTopLevelNames,
  isNamedDeclaration,
  type NamedDeclaration,
} from './top-level-names.ts';

/** Reads the facts of one parsed file. The template of a component uses all that its script imports and declares. */
export function readModuleFacts(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  { isComponent }: { readonly isComponent: boolean },
): ModuleFacts {
  const reader = new FactsReader(file, checker);
  for (const statement of file.statements) reader.read(statement);
  const facts = reader.finish();
  return isComponent ? { ...facts, exports: [], moduleUses: [...facts.moduleUses, ...everyName(facts)] } : facts;
}

function everyName({ imports, declarations }: ModuleFacts): Use[] {
  return [...imports.keys(), ...declarations.keys()].map((local) => ({ local }));
}

class FactsReader {
  private readonly imports = new Map<string, ImportBinding>();
  private readonly edges: ModuleEdge[] = [];
  private readonly exports: ExportFact[] = [];
  private readonly starExports: string[] = [];
  private readonly declarations = new Map<string, DeclarationFact>();
  private readonly moduleUses: Use[] = [];
  private readonly members: MemberFact[] = [];
  private isCommonJs = false;
  private readonly sinks: WalkSinks;
  private readonly file: ts.SourceFile;

  constructor(file: ts.SourceFile, checker: ts.TypeChecker) {
    this.file = file;
    this.sinks = {
      names: createTopLevelNames(file, checker),
      file,
      propertyNames: new Set(),
      strings: new Set(),
      moduleVariables: new Map(),
    };
  }

  read(statement: ts.Statement): void {
    if (ts.isImportDeclaration(statement)) this.readImport(statement);
    else if (ts.isImportEqualsDeclaration(statement)) this.readImportEquals(statement);
    else if (ts.isExportDeclaration(statement)) this.readExport(statement);
    else if (ts.isExportAssignment(statement)) this.readExportAssignment(statement);
    else if (ts.isVariableStatement(statement)) this.readVariables(statement);
    else if (isNamedDeclaration(statement)) this.readNamed(statement);
    else this.readExecuted(statement);
  }

  finish(): ModuleFacts {
    const { file, sinks } = this;
    const syntaxError = readSyntaxError(file);
    return {
      imports: this.imports,
      edges: this.edges,
      exports: this.exports,
      starExports: this.starExports,
      declarations: this.declarations,
      moduleUses: this.moduleUses,
      members: this.members,
      propertyNames: [...sinks.propertyNames],
      strings: [...sinks.strings],
      pragmas: readPragmas(file),
      isCommonJs: this.isCommonJs,
      ignoredLines: ignoredLines('dead-code', file.text),
      ...(syntaxError && { syntaxError }),
    };
  }

  private readImport(statement: ts.ImportDeclaration): void {
    const specifier = specifierOf(statement.moduleSpecifier);
    if (specifier === undefined) return;
    const clause = statement.importClause;
    const bindings = clause?.namedBindings;
    const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : undefined;
    const allTypes = elements !== undefined && elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly);
    const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || (allTypes && clause?.name === undefined);
    this.edges.push({ specifier, typeOnly, line: this.position(statement).line });
    if (clause?.name) this.imports.set(clause.name.text, { specifier, imported: 'default' });
    if (bindings && ts.isNamespaceImport(bindings)) this.imports.set(bindings.name.text, { specifier, imported: '*' });
    for (const { name, propertyName } of elements ?? []) {
      this.imports.set(name.text, { specifier, imported: (propertyName ?? name).text });
    }
  }

  private readImportEquals(statement: ts.ImportEqualsDeclaration): void {
    const { moduleReference, name } = statement;
    if (!ts.isExternalModuleReference(moduleReference)) return this.readExecuted(statement);
    const specifier = specifierOf(moduleReference.expression);
    if (specifier === undefined) return undefined;
    this.edges.push({ specifier, typeOnly: statement.isTypeOnly, line: this.position(statement).line });
    this.imports.set(name.text, { specifier, imported: '*' });
    return undefined;
  }

  private readExport(statement: ts.ExportDeclaration): void {
    const { exportClause: clause, moduleSpecifier, isTypeOnly } = statement;
    const specifier = moduleSpecifier && specifierOf(moduleSpecifier);
    if (specifier !== undefined) {
      this.edges.push({ specifier, typeOnly: isTypeOnly, line: this.position(statement).line });
    }
    if (clause === undefined) {
      if (specifier !== undefined) this.starExports.push(specifier);
    } else if (ts.isNamespaceExport(clause)) {
      if (specifier !== undefined) this.addReexport(clause.name, specifier, '*');
    } else
      for (const element of clause.elements) {
        const source = (element.propertyName ?? element.name).text;
        if (specifier !== undefined) this.addReexport(element.name, specifier, source);
        else this.exports.push({ name: element.name.text, local: source, ...this.position(element.name) });
      }
  }

  private addReexport(name: ts.ModuleExportName, specifier: string, imported: string): void {
    this.exports.push({ name: name.text, from: { specifier, imported }, ...this.position(name) });
  }

  private readExportAssignment(statement: ts.ExportAssignment): void {
    if (statement.isExportEquals) {
      this.isCommonJs = true;
      return this.readExecuted(statement);
    }
    const { expression } = statement;
    const local = ts.isIdentifier(expression) ? expression.text : ANONYMOUS_DEFAULT;
    this.exports.push({ name: 'default', local, ...this.position(statement) });
    const uses = collectUses(expression, this.sinks);
    if (!isPure(expression)) this.moduleUses.push(...uses);
    if (local === ANONYMOUS_DEFAULT) {
      this.declarations.set(local, {
        kind: 'default export',
        uses,
        signature: signatureOf(expression),
        ...this.position(statement),
      });
    }
    return undefined;
  }

  private readVariables(statement: ts.VariableStatement): void {
    const exported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    const { declarations } = statement.declarationList;
    for (const declaration of declarations) {
      // In JavaScript the type stands in a comment on the statement.
      const uses = collectUses(declarations.length === 1 ? statement : declaration, this.sinks);
      if (!isPure(declaration.initializer)) this.moduleUses.push(...uses);
      for (const { name } of bindingsOf(declaration)) {
        this.declare(name.text, {
          kind: 'variable',
          uses,
          signature: signatureOf(declaration),
          ...this.position(name),
        });
        if (exported) this.exports.push({ name: name.text, local: name.text, ...this.position(name) });
      }
    }
  }

  private readNamed(statement: NamedDeclaration): void {
    if (ts.isModuleDeclaration(statement) && !ts.isIdentifier(statement.name)) return this.readExecuted(statement);
    if (ts.isModuleDeclaration(statement) && statement.name.text === 'global') return this.readExecuted(statement);
    const local = statement.name?.text ?? ANONYMOUS_DEFAULT;
    const position = this.position(statement.name ?? statement);
    const kind = kindOf(statement);
    const uses = collectUses(statement, this.sinks);
    const signature = signatureOf(statement);
    const registers = registersItself(statement) && { registersItself: true };
    this.declare(local, { kind, uses, signature, ...position, ...registers });
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return undefined;
    const name = hasModifier(statement, ts.SyntaxKind.DefaultKeyword) ? 'default' : local;
    this.exports.push({ name, local, ...position });
    this.members.push(...membersOf(statement, local, (node) => this.position(node)));
    return undefined;
  }

  private readExecuted(statement: ts.Statement): void {
    this.moduleUses.push(...collectUses(statement, this.sinks));
    if (/\b(?:module\.exports|exports\.\w+)\s*=/.test(statement.getText(this.file))) this.isCommonJs = true;
  }

  /** Overloads, and an interface beside a class of the same name, are one name with the uses of all. */
  private declare(local: string, fact: DeclarationFact): void {
    const known = this.declarations.get(local);
    if (known === undefined) this.declarations.set(local, fact);
    else {
      const signature = [...known.signature, ...fact.signature];
      this.declarations.set(local, { ...known, uses: [...known.uses, ...fact.uses], signature });
    }
  }

  private position(node: ts.Node): { line: number; column: number } {
    const { line, character } = this.file.getLineAndCharacterOfPosition(node.getStart(this.file));
    return { line: line + 1, column: character + 1 };
  }
}

function specifierOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}

function kindOf(node: ts.Node): string {
  if (ts.isFunctionDeclaration(node)) return 'function';
  if (ts.isClassDeclaration(node)) return 'class';
  if (ts.isInterfaceDeclaration(node)) return 'interface';
  if (ts.isTypeAliasDeclaration(node)) return 'type';
  return ts.isEnumDeclaration(node) ? 'enum' : 'namespace';
}

/** `@customElement('my-tag') class …`: found by the tag, not by an import. */
function registersItself(node: ts.Node): boolean {
  if (!ts.isClassDeclaration(node)) return false;
  return (ts.getDecorators(node) ?? []).some(
    ({ expression }) => ts.isCallExpression(expression) && expression.arguments.some(ts.isStringLiteralLike),
  );
}
