import { float, metricContext } from '@cartwheel/experiment-state';
import * as z from 'zod';

/** A series for a chart, column by column; thinned out where it has more points than were asked for. */
export const curve = z.object({
  name: z.string(),
  context: metricContext,
  /** Environment steps, rising. */
  steps: z.array(z.number()),
  /** Milliseconds since the epoch. */
  times: z.array(z.number()),
  values: z.array(float),
});

export type Curve = z.output<typeof curve>;
