import * as z from 'zod';
import { float } from './float.schema.ts';

/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * JSON with doubles that JSON cannot carry in the tagged form of `float`. A user's object may not have the key `$float`,
 * and a key `__proto__` is dropped.
 */
export const jsonValue: z.ZodType<JsonValue> = z
  .lazy(() => z.union([z.string(), z.boolean(), z.null(), float, z.array(jsonValue), jsonObject]))
  .meta({ id: 'JsonValue' });

const jsonObject = z
  .record(z.string(), jsonValue)
  .refine((value) => !Object.hasOwn(value, '$float'), 'expected no key "$float": it marks a tagged double');
