import satisfies from 'spdx-satisfies';
import * as z from 'zod';

/** What the MIT licence of this project may be shipped with: they ask for a notice at most. */
const ALLOWED = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
];

const licence = z.union([
  z.object({ expression: z.string() }).transform(({ expression }) => expression),
  z.object({ license: z.object({ id: z.string() }) }).transform(({ license }) => license.id),
  z.object({ license: z.object({ name: z.string() }) }).transform(({ license }) => license.name),
]);

/** CycloneDX's list of components, as `npm sbom` writes it, as far as it is read. */
const sbomSchema = z.object({
  components: z.array(z.object({ purl: z.string(), licenses: z.array(licence).default([]) })),
});

/** Packages whose licence is not allowed or not known, one line each; `isOurs` are those that no registry has. */
export function refusedLicences(sbom: unknown, isOurs: (name: string) => boolean): string[] {
  const { components } = sbomSchema.parse(sbom);
  return components
    .map(({ purl, licenses }) => ({ name: decodeURIComponent(purl.replace(/^pkg:npm\//, '')), licenses }))
    .filter(({ name, licenses }) => !isOurs(name) && !licenses.some(isAllowed))
    .map(({ name, licenses }) => `${name}: ${licenses.join(', ') || 'no licence given'}`);
}

function isAllowed(expression: string): boolean {
  try {
    return satisfies(expression, ALLOWED);
  } catch {
    // It is no SPDX expression: somebody has to read it.
    return false;
  }
}
