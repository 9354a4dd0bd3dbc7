import type { JsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';
import { jsonValue } from '@cartwheel/experiment-state';
import type { RunRecord } from '../../run-store/run-store.ts';
import { toTaggedJson } from '../../run-store/tagged-json.ts';
import { AimFloat, type AimRecord, type AimValue } from '../codec/aim-value.ts';

const settings = z.record(z.string(), jsonValue);

/** What Aim's page filters and groups runs by. */
export function paramsOf(run: RunRecord): AimRecord {
  const { runId, algorithm, env, seed, status, hyperparameters, summary, error } = run;
  return {
    hparams: aimRecord(settings.parse(JSON.parse(toTaggedJson(hyperparameters)))),
    cartwheel: {
      run_id: runId,
      algorithm,
      env,
      seed,
      status,
      summary: aimRecord({ ...summary }),
      ...(error ? { error: { ...error } } : {}),
    },
  };
}

function aimRecord(record: Readonly<Record<string, JsonValue>>): AimRecord {
  const entries = Object.entries(record).filter(([key]) => key !== '');
  return Object.fromEntries(entries.map(([key, value]) => [key, aimValue(value)]));
}

function aimValue(value: JsonValue): AimValue {
  // NaN, ±Infinity and −0 go out as floats by themselves.
  if (typeof value === 'number') return Number.isInteger(value) ? value : new AimFloat(value);
  if (Array.isArray(value)) return value.map(aimValue);
  return typeof value === 'object' && value !== null ? aimRecord(value) : value;
}
