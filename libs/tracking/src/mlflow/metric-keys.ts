import { createHash } from 'node:crypto';
import { canonicalContext } from '../run-store/canonical-context.ts';

/** MLflow's longest key. */
const LONGEST = 250;
const HASH_DIGITS = 8;

/**
 * The key of a series: MLflow has no contexts, and its keys are of letters, digits and `_-. :/`. `eval/mean_reward` with
 * the context `{ subset: 'test' }` is `eval/mean_reward/subset:test`. Where something had to be replaced or cut, a hash of
 * the whole makes the key unique.
 */
export function metricKey(name: string, context: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return uniqueKey([name, ...pairs.map(([key, value]) => `${key}:${value}`)].join('/'), name, context);
}

/** The same for one text, such as a hyperparameter's name or a file's. */
export function plainKey(text: string): string {
  return uniqueKey(text, text, {});
}

function uniqueKey(wanted: string, name: string, context: Readonly<Record<string, string>>): string {
  const allowed = wanted.replaceAll(/[^\w\-. :/]/g, '_').replaceAll(/\/{2,}|^\/|\/$|(^|\/)\.+(?=\/|$)/g, '_');
  if (allowed === wanted && wanted.length <= LONGEST) return wanted;
  const hash = createHash('sha256')
    .update(`${name}\0${canonicalContext(context)}`)
    .digest('hex');
  return `${allowed.slice(0, LONGEST - HASH_DIGITS - 1)}-${hash.slice(0, HASH_DIGITS)}`;
}
