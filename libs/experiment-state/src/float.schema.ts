import * as z from 'zod';

const special = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
} as const;
type SpecialName = keyof typeof special;

/** A double as JSON can carry it. */
export type WireFloat = number | { $float: SpecialName };

// No z.enum: TypeScript 7 writes its key '-Infinity' into the declarations as a computed name, which no compiler reads.
const specialFloat = z.strictObject({ $float: z.literal(['NaN', 'Infinity', '-Infinity', '-0']) });

const expectedNumber = { error: 'expected a number' };

/**
 * A double that survives JSON. On the wire, what JSON cannot carry is `{"$float": "NaN" | "Infinity" | "-Infinity" | "-0"}`;
 * every other value is a plain JSON number.
 */
export const float = z
  .codec(
    z.union([z.number(), specialFloat], expectedNumber),
    z.custom<number>((value) => typeof value === 'number', expectedNumber),
    {
      decode: (wire) => (typeof wire === 'number' ? wire : special[wire.$float]),
      encode: encodeFloat,
    },
  )
  .meta({ id: 'Float', description: 'A double; what JSON cannot carry is tagged.' });

/** The wire form of a double: itself, or its tag. */
export function encodeFloat(value: number): WireFloat {
  if (Number.isNaN(value)) return { $float: 'NaN' };
  if (value === Number.POSITIVE_INFINITY) return { $float: 'Infinity' };
  if (value === Number.NEGATIVE_INFINITY) return { $float: '-Infinity' };
  return Object.is(value, -0) ? { $float: '-0' } : value;
}
