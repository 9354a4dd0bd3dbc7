import { mkdirSync, writeFileSync } from 'node:fs';
import type { RunResult } from '../results.ts';
import { renderChart } from './chart.ts';
import { curvesOf } from './curves.ts';
import { renderPage } from './page.ts';

/** Writes learning.md and a picture for each environment into `folder`. */
export function renderResults(runs: readonly RunResult[], folder: string): void {
  mkdirSync(`${folder}curves`, { recursive: true });
  const envIds = [...new Set(runs.map(({ envId }) => envId))];
  for (const envId of envIds) {
    for (const axis of ['steps', 'seconds'] as const) {
      const chart = { title: envId, x: axis === 'steps' ? 'environment steps' : 'wall time (s)', y: 'return' };
      writeFileSync(
        `${folder}curves/${envId}-${axis}.svg`,
        renderChart({ ...chart, series: curvesOf(runs, envId, axis) }),
      );
    }
  }
  writeFileSync(`${folder}learning.md`, renderPage(runs, envIds));
}
