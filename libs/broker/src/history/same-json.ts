/**
 * Whether a value is what a copy of JSON data is, whatever the order of keys: told by what is in it, never by which object it
 * is, since its owner may have changed it. It makes no lists of keys: it looks at each document that is published.
 */
export function isSameJson(value: unknown, copy: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(copy)) return isSameList(value, copy);
  if (!isRecord(value) || !isRecord(copy)) return Object.is(value, copy);
  let keys = 0;
  for (const key in value) {
    if (!Object.hasOwn(copy, key) || !isSameJson(value[key], copy[key])) return false;
    keys += 1;
  }
  for (const key in copy) if (Object.hasOwn(copy, key)) keys -= 1;
  return keys === 0;
}

function isSameList(value: readonly unknown[], copy: readonly unknown[]): boolean {
  if (value.length !== copy.length) return false;
  for (let index = 0; index < copy.length; index += 1) {
    if (!isSameJson(value[index], copy[index])) return false;
  }
  return true;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
