import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** An entry point of a package, with the declarations that its build wrote. */
export interface Entry {
  /** What a program imports: `@cartwheel/broker/redis`. */
  specifier: string;
  declarations: string;
}

/** A package that others install, with what it exports. */
export interface PublishedPackage {
  folder: string;
  /** The name of its report: `broker` for `@cartwheel/broker`. */
  name: string;
  entries: Entry[];
}

const Manifest = z.object({
  name: z.string(),
  private: z.boolean().optional(),
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string() })])).optional(),
});

/** The packages in these folders that are published and export something with types. */
export function publishedPackages(root: string, parents: readonly string[]): PublishedPackage[] {
  return parents
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(root, parent, name)))
    .map((folder) => {
      const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
      const name = basename(manifest.name);
      return { folder, name, entries: manifest.private === true ? [] : entriesOf(folder, manifest) };
    })
    .filter(({ entries }) => entries.length > 0);
}

function entriesOf(folder: string, { name, exports = {} }: z.infer<typeof Manifest>): Entry[] {
  return Object.entries(exports).flatMap(([key, target]) =>
    typeof target === 'string'
      ? []
      : [{ specifier: `${name}${key.slice(1)}`, declarations: join(folder, target.types) }],
  );
}
