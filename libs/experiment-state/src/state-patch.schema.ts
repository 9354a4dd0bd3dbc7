import * as z from 'zod';

const path = z.string();

/** JSON Patch (RFC 6902) on the wire form of a state document: what Cartwheel writes of it. */
export const statePatch = z.strictObject({
  /** The version of the document that the operations change. */
  from: z.int().positive(),
  operations: z.array(
    z.discriminatedUnion('op', [
      z.strictObject({ op: z.literal('add'), path, value: z.unknown() }),
      z.strictObject({ op: z.literal('replace'), path, value: z.unknown() }),
      z.strictObject({ op: z.literal('remove'), path }),
    ]),
  ),
});

/** What `statePatch` parses to. */
export type StatePatch = z.output<typeof statePatch>;
/** One change of a patch. */
export type PatchOperation = StatePatch['operations'][number];
