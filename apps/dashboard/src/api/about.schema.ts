import * as z from 'zod';

/** What this server lets its pages do. */
export const about = z.object({ readOnly: z.boolean() });

export type About = z.output<typeof about>;
