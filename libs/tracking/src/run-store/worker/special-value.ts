/** What SQLite cannot hold as a REAL: it turns NaN into NULL and −0 into 0. */
export type SpecialValue = 'NaN' | '-0';

export function specialOf(value: number): SpecialValue | null {
  if (Number.isNaN(value)) return 'NaN';
  return Object.is(value, -0) ? '-0' : null;
}

export function restoreValue(value: number | null, special: SpecialValue | null): number {
  if (special === '-0') return -0;
  return value ?? Number.NaN;
}
