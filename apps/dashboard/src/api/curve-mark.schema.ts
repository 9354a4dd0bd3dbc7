import * as z from 'zod';

/** The name of the entry that marks a step before which points of a run trained elsewhere are missing. */
export const MARK = 'dashboard/mark';

/** `begins`: the curve starts there; `gap`: points between it and the one before are missing. */
export const curveMark = z.enum(['begins', 'gap']);

/** With the step of the first point behind it. */
export const placedMark = z.object({ step: z.number(), mark: curveMark });

export type PlacedMark = z.output<typeof placedMark>;
export type CurveMark = z.output<typeof curveMark>;
