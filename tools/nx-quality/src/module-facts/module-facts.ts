/** What one file says about itself; depends on its text alone, so it is cached by content. */
export interface ModuleFacts {
  /** Top-level names that come from elsewhere, by local name. */
  readonly imports: ReadonlyMap<string, ImportBinding>;
  /** Every static import or export from another module, in order. */
  readonly edges: readonly ModuleEdge[];
  readonly exports: readonly ExportFact[];
  readonly starExports: readonly string[];
  /** Top-level names declared here. */
  readonly declarations: ReadonlyMap<string, DeclarationFact>;
  /** What runs when the module is loaded. */
  readonly moduleUses: readonly Use[];
  /** Members of the classes and enums that the module exports. */
  readonly members: readonly MemberFact[];
  /** Every name read as a property anywhere in the file. */
  readonly propertyNames: readonly string[];
  /** Every string literal; kept for configuration files, whose strings name files and packages. */
  readonly strings: readonly string[];
  /** Modules that only comments and pragmas name: `/// <reference types>`, `@jsxImportSource`. */
  readonly pragmas: readonly string[];
  /** Uses `module.exports`, `exports.x` or `export =`: its exports can't be told apart. */
  readonly isCommonJs: boolean;
  /** Lines under a `quality-ignore dead-code -- reason` comment. */
  readonly ignoredLines: readonly number[];
  /** The first syntax error. */
  readonly syntaxError?: { readonly line: number; readonly message: string };
}

export interface ImportBinding {
  readonly specifier: string;
  /** The exported name, `default`, or `*` for the whole namespace. */
  readonly imported: string;
}

export interface ModuleEdge {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface ExportFact {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** The local name behind it; absent for a re-export. */
  readonly local?: string;
  /** Where a re-export comes from; `imported` is `*` for `export * as name`. */
  readonly from?: ImportBinding;
}

export interface DeclarationFact {
  readonly line: number;
  readonly column: number;
  /** function, class, interface, type, enum, namespace, const … */
  readonly kind: string;
  readonly uses: readonly Use[];
  /** Names in its type annotations, outside of function bodies: who uses it may have to name them. */
  readonly signature: readonly string[];
  /** A decorator registers it by a name of its own, so nobody has to import it. */
  readonly registersItself?: boolean;
}

/** A class or enum member. */
export interface MemberFact {
  readonly owner: string;
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

export type Use = LocalUse | ModuleUse;

/** A top-level name of the same file, with the members read from it, where all are known. */
export interface LocalUse {
  readonly local: string;
  /** `ns.a.b` → `['a', 'b']`; absent when the value itself is handed on. */
  readonly members?: readonly string[];
}

/** A module reached by other means than a static import. */
export interface ModuleUse {
  readonly specifier: string;
  readonly names: readonly string[] | '*';
  readonly by: 'import()' | 'require' | 'import type' | 'URL' | 'mock' | 'glob' | 'path';
  readonly line: number;
}
