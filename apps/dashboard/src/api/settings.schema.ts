import * as z from 'zod';

/** Hyperparameters of all runs by name, and of one of them the value of each run as text. */
export const settings = z.object({ names: z.array(z.string()), values: z.record(z.string(), z.string()) });
