import * as z from 'zod';

/** Where a run stands: in the table, out of sight, or waiting to be deleted. */
export const shelf = z.enum(['table', 'archive', 'trash']);

/** Runs to be put somewhere. */
export const shelving = z.strictObject({ runIds: z.array(z.string()).min(1).max(1000), to: shelf });

/** Where each stood before: enough to undo it. */
export const shelved = z.object({ before: z.array(shelving) });

/** What was deleted for good, and what could not be, because it is being trained. */
export const emptied = z.object({ deleted: z.array(z.string()), kept: z.array(z.string()) });

/** Runs that were deleted for good, by whomever: pages that still have them drop them. */
export const deletedIds = z.array(z.string());

export type Shelf = z.output<typeof shelf>;
export type Shelving = z.output<typeof shelving>;
