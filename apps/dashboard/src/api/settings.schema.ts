import { jsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';

/** Hyperparameters of all runs by name, and of one of them the value of each run that has it. */
export const settings = z.object({ names: z.array(z.string()), values: z.record(z.string(), jsonValue) });
