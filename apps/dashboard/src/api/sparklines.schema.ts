import { float } from '@cartwheel/experiment-state';
import * as z from 'zod';

/** Of each run, its training returns in a few values. */
export const sparklines = z.array(z.object({ runId: z.string(), values: z.array(float) }));
