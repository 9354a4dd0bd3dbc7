import * as z from 'zod';
import { curve } from './curve.schema.ts';

/** All curves of a run, and the position from which its live events go on without a gap. */
export const curves = z.object({ position: z.number(), curves: z.array(curve) });
