import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { METRICS } from '@cartwheel/callbacks';
import { prometheusName } from '@cartwheel/health/prometheus';
import * as z from 'zod';

const boardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })),
});

it('the board in docs/grafana asks for metrics that there are', () => {
  const text = readFileSync(new URL('../../../../docs/grafana/cartwheel.json', import.meta.url), 'utf8');
  const { panels } = boardSchema.parse(JSON.parse(text));
  const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/\bcartwheel_\w+/g) ?? []));
  const known = new Set(Object.keys(METRICS).map(prometheusName));
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});
