import { float, jsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';

/** What an entry holds besides its place; the bytes of an image are apart. */
export const entryContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('image'),
    format: z.enum(['png', 'jpeg', 'gif']),
    /** Pixels. */
    width: z.int().positive(),
    height: z.int().positive(),
    caption: z.string().optional(),
  }),
  /** Plotly's `{ data, layout }`. */
  z.object({ kind: z.literal('figure'), figure: z.record(z.string(), jsonValue) }),
  /** `counts[i]` values lie between `edges[i]` and `edges[i + 1]`. */
  z.object({ kind: z.literal('histogram'), edges: z.array(float), counts: z.array(z.number()) }),
  /** A file that is kept elsewhere. */
  z.object({
    kind: z.literal('artifact'),
    /** Relative to the project folder, or absolute. */
    path: z.string().min(1),
    /** Of its bytes, in hexadecimal. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
    bytes: z.int().nonnegative(),
  }),
]);

type EntryContent = z.output<typeof entryContent>;
type WithImage<Content> = Content extends { kind: 'image' } ? Content & { image: Uint8Array } : Content;

/** The kinds of entries that are no points. */
export type EntryKind = EntryContent['kind'];

/** Where an entry belongs. Together with the kind it is the entry's key within a run. */
export interface EntryPlace {
  name: string;
  context: Readonly<Record<string, string>>;
  /** Environment steps. */
  step: number;
  /** Milliseconds since the epoch. */
  time: number;
}

/** What is no number: a text, an encoded picture, a Plotly figure, a histogram, or a file by its hash. */
export type RunEntry = EntryPlace & WithImage<EntryContent>;
