import { isObject, type JsonObject } from './read-json.ts';

/** Fields of package.json that hold dependencies. */
export const DEPENDENCY_FIELDS = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;
export type DependencyField = (typeof DEPENDENCY_FIELDS)[number];

export function packageName(manifest: JsonObject | undefined): string | undefined {
  return typeof manifest?.['name'] === 'string' ? manifest['name'] : undefined;
}

/** Whether others may install the package, so that its exports have users that no workspace shows. */
export function isPublished(manifest: JsonObject | undefined): boolean {
  return packageName(manifest) !== undefined && manifest?.['private'] !== true && manifest?.['version'] !== undefined;
}

/** Fields that npm, Node, TypeScript and Nx read themselves: they start nothing, or are read elsewhere. */
const OWN_FIELDS =
  /^(?:name|version|description|keywords|homepage|bugs|license|author|contributors|funding|files|exports|imports|main|module|types|typings|typesVersions|browser|source|bin|man|directories|repository|config|scripts|nx|.*[dD]ependencies|dependenciesMeta|overrides|resolutions|workspaces|engines|os|cpu|private|publishConfig|sideEffects|type|packageManager|generators|executors|schematics|builders|allowScripts)$/;

/** Settings that tools keep in a package.json: hooks, lint-staged, Jest. */
export function toolSettingsIn(manifest: JsonObject | undefined): [field: string, value: unknown][] {
  return Object.entries(manifest ?? {}).filter(([field]) => !OWN_FIELDS.test(field));
}

export function dependenciesIn(manifest: JsonObject | undefined, field: DependencyField): string[] {
  const value = manifest?.[field];
  return isObject(value) ? Object.keys(value) : [];
}

/** The name of the package that a specifier leads to: `@scope/a/deep` → `@scope/a`. */
export function packageOfSpecifier(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** `name` → `@types/name`, `@scope/name` → `@types/scope__name`. */
export function typesPackageOf(name: string): string {
  return `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`;
}
