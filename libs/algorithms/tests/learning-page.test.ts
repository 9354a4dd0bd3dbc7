import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { meanInterval } from '../bench/learning/interval.ts';
import { renderChart } from '../bench/learning/render/chart.ts';
import { curvesOf } from '../bench/learning/render/curves.ts';
import { renderPage } from '../bench/learning/render/page.ts';
import { appendResult, forgetResults, readResults, type RunResult } from '../bench/learning/results.ts';

function run(seed: number, meanReturn: number, more: Partial<RunResult> = {}): RunResult {
  const key = { source: 'cartwheel', algorithm: 'dqn', envId: 'CartPole-v1', seed, timesteps: 50_000 } as const;
  const figures = { seconds: 10, meanReturn, stdReturn: 1, evaluationEpisodes: 100, engine: 'wasm/simd' };
  return {
    ...key,
    ...figures,
    curve: [
      [100, 1, 10],
      [300, 3, 30],
    ],
    ...more,
  };
}

describe('meanInterval', () => {
  it('is Student’s', () => {
    // s = 1.5811, t₀.₉₇₅ with 4 degrees of freedom = 2.776.
    const { mean, halfWidth } = meanInterval([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(halfWidth).toBeCloseTo((2.776 * 1.581139) / Math.sqrt(5), 5);
    expect(meanInterval([7])).toEqual({ mean: 7, halfWidth: undefined });
  });
});

describe('learning.md', () => {
  const rowOf = (runs: RunResult[]): string | undefined =>
    renderPage(runs, ['CartPole-v1'])
      .split('\n')
      .find((line) => line.startsWith('| CartPole-v1'));

  it('says that a cell agrees where its interval reaches RL-Zoo’s mean', () => {
    expect(rowOf([run(0, 500), run(1, 490), run(2, 495)])).toContain('| 3 | 495.0 ± 12.4 | 500 ± 0 | yes |  | 10 s |');
    expect(rowOf([run(0, 400), run(1, 401)])).toContain('| 400.5 ± 6.4 | 500 ± 0 | no |');
  });

  it('tells what Stable-Baselines3 reached here beside ours', () => {
    const source = 'stable-baselines3';
    const peers = [run(0, 480, { source, seconds: 99 }), run(1, 490, { source, seconds: 99 })];
    expect(rowOf([run(0, 400), ...peers.slice(0, 1)])).toContain('| no | 480.0 (one seed) | 10 s |');
    expect(rowOf([run(0, 400), ...peers])).toContain('| one seed | 400.0 | 500 ± 0 | no | 485.0 ± 63.5 (2) | 10 s |');
  });

  it('says of each cell that does not agree what Stable-Baselines3 reached', () => {
    const source = 'stable-baselines3';
    const whyOf = (runs: RunResult[]): string | undefined =>
      renderPage(runs, [])
        .split('\n')
        .find((line) => line.startsWith('- **CartPole-v1 dqn**'));

    expect(whyOf([run(0, 500)])).toBeUndefined();
    expect(whyOf([run(0, 400)])).toContain('was not trained here yet.');
    expect(whyOf([run(0, 400), run(0, 410, { source }), run(1, 412, { source })])).toContain(
      'ends at 411.0 ± 12.7 (2) here, which misses 500 as well.',
    );
    expect(whyOf([run(0, 400), run(0, 500, { source })])).toContain('500.0 (one seed) here, which reaches 500.');
  });

  it('says of a cell that does not agree that one of its seeds reaches RL-Zoo’s mean', () => {
    const seeds = [-250, -250, -250, -250, -250, -212].map((meanReturn, seed) =>
      run(seed, meanReturn, { algorithm: 'ars', envId: 'Pendulum-v1', timesteps: 2_000_000 }),
    );
    expect(renderPage(seeds, [])).toContain('The best of our seeds ends at -212.0.');
    expect(renderPage(seeds.slice(0, 5), [])).not.toContain('The best of our seeds');
  });

  it('has a note where more is known, and no list where all agree', () => {
    const cell = { algorithm: 'a2c', envId: 'MountainCar-v0', timesteps: 1_000_000 };
    expect(renderPage([run(0, -150, cell)], [])).toContain('The evaluations that RL-Zoo kept');
    expect(renderPage([run(0, -100, cell)], [])).not.toContain('do not agree');
  });

  it('takes one seed as it is, and no other library’s runs', () => {
    expect(rowOf([run(0, 499)])).toContain('| one seed | 499.0 | 500 ± 0 | no |');
    expect(rowOf([run(0, 500, { source: 'stable-baselines3' })])).toBeUndefined();
    expect(rowOf([run(0, 500, { timesteps: 10 })])).toBeUndefined();
  });
});

describe('learning.json', () => {
  it('grows run by run, and forgets those that are to be trained anew', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cartwheel-learning-'));
    const file = join(folder, 'results', 'learning.json');
    try {
      const [first, second] = [run(0, 500), run(1, 490)];
      expect(readResults(file)).toEqual([]);
      appendResult(file, first);
      appendResult(file, second);
      expect(readResults(file)).toEqual([first, second]);
      forgetResults(file, ({ seed }) => seed === 0);
      expect(readResults(file)).toEqual([second]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a curve', () => {
  it('is the mean over the seeds where all have points', () => {
    const runs = [
      run(0, 1),
      run(1, 1, {
        curve: [
          [200, 1, 40],
          [400, 3, 60],
        ],
      }),
    ];
    const [{ name, points }] = curvesOf(runs, 'CartPole-v1', 'steps');

    expect(name).toBe('dqn, 2 seeds');
    expect(points[0]).toEqual([200, 30]);
    expect(points[points.length - 1]).toEqual([300, 40]);
  });

  it('is drawn in the colour of its algorithm, dashed where it is another library’s', () => {
    const runs = [run(0, 1, { source: 'stable-baselines3' }), run(0, 1)];
    const series = curvesOf(runs, 'CartPole-v1', 'steps');
    const draw = (): string => renderChart({ title: 'CartPole-v1', x: 'environment steps', y: 'return', series });
    const svg = draw();

    expect(svg).toContain('dqn (Stable-Baselines3), 1 seed');
    // Two lines and their keys, of which those of the other library are dashed; axes have other colours.
    expect(svg.match(/stroke="#0072b2"/g)).toHaveLength(4);
    expect(svg.match(/stroke="#0072b2"[^>]*stroke-dasharray/g)).toHaveLength(2);
    expect(draw()).toBe(svg);
  });
});
