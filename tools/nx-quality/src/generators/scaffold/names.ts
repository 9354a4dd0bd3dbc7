import { QualityError } from '../../quality-error.ts';

/** A new part by its three spellings. */
export interface PartNames {
  /** `grid-world`: files and ids. */
  readonly name: string;
  /** `GridWorld`: classes and types. */
  readonly type: string;
  /** `gridWorld`: values. */
  readonly value: string;
}

/** The spellings of a name as it was given. */
export function partNames(written: string): PartNames {
  const type = pascalCase(written);
  return { name: kebabCase(written), type, value: type.charAt(0).toLowerCase() + type.slice(1) };
}

/** `grid-world` → `GridWorld`. */
export function pascalCase(name: string): string {
  return words(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `GridWorld` → `grid-world`. */
export function kebabCase(name: string): string {
  return words(name).join('-').toLowerCase();
}

/** @throws QualityError `quality/wrong-use` for what is no name of letters and digits. */
function words(name: string): string[] {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) {
    throw new QualityError('quality/wrong-use', `Expected a name of letters, digits and dashes, but got ${name}.`);
  }
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').split('-');
}
