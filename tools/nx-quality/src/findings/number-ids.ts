import { findingId, type FindingKind } from './finding.ts';

/** Makes identities for findings that repeat within a file: the second of the same kind ends in `-2`, and so on. */
export function createIdNumbering(): (kind: FindingKind, file: string, symbol: string) => string {
  const seen = new Map<string, number>();
  return (kind, file, symbol) => {
    const base = findingId(kind, file, symbol);
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  };
}
