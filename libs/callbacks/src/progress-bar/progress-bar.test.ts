import { describe, expect, it } from '@jest/globals';
import { fakeSession, stepEvent } from '../../tests/fakes.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';
import { createProgressBar } from './progress-bar.ts';

const session = fakeSession({ totalTimesteps: 1000, envId: 'CartPole-v1' });
const CLEAR = '\r\u001B[K';

describe('createProgressBar in a terminal', () => {
  it('shows title, bar, percent, steps, speed, mean return and time left in one line', () => {
    const { bar, written } = setUp({ columns: () => 120 });
    begin(bar);
    endEpisode(bar, 20);
    endEpisode(bar, 30.5);
    void bar.onStep?.(stepEvent(420, 2100), session);

    expect(written.at(-1)).toBe(
      `${CLEAR}ppo CartPole-v1 ${'█'.repeat(12)}${'░'.repeat(18)} 42% 420/1,000  200 steps/s  mean return 25.3  3s left`,
    );
  });

  it('redraws at most ten times a second, by the times of the events', () => {
    const { bar, written } = setUp();
    begin(bar);
    for (let i = 1; i <= 1000; i++) void bar.onStep?.(stepEvent(i, i), session);

    expect(written).toHaveLength(11);
  });

  it('breaks no line, whatever the width of the terminal', () => {
    for (let width = 1; width <= 200; width++) {
      const { bar, written } = setUp({ columns: () => width });
      begin(bar);
      endEpisode(bar, 123.4);
      void bar.onStep?.(stepEvent(420, 2100), session);
      for (const line of written) {
        expect(line.startsWith(CLEAR)).toBe(true);
        expect(line.slice(CLEAR.length).length).toBeLessThan(width);
        expect(line).not.toContain('\n');
      }
    }
  });

  it('leaves out what stands last where the terminal is narrow', () => {
    const { bar, written } = setUp({ columns: () => 60 });
    begin(bar);
    endEpisode(bar, 20);
    void bar.onStep?.(stepEvent(420, 2100), session);

    expect(written.at(-1)).toContain('42% 420/1,000  200 steps/s');
    expect(written.at(-1)).not.toContain('left');
  });

  it.each([
    [62, 'ppo CartPole-v1 ███░░░░░░ 42% 420/1,000  200 steps/s  3s left'],
    [58, 'ppo CartPole-v1 ██░░░ 42% 420/1,000  200 steps/s  3s left'],
    [57, 'ppo CartPole-v1 █████░░░░░░░░ 42% 420/1,000  200 steps/s'],
    [36, 'ppo CartPole-v1 ██░░░ 42% 420/1,000'],
    [35, 'ppo CartPole-v1 42% 420/1,000'],
    [20, 'ppo CartPole-v1 42%'],
  ])('of %i columns', (columns, line) => {
    const { bar, written } = setUp({ columns: () => columns });
    begin(bar);
    void bar.onStep?.(stepEvent(420, 2100), session);

    expect(written.at(-1)).toBe(`${CLEAR}${line}`);
  });

  it('tells no speed before time has passed, and takes 80 columns where it is told no other', () => {
    const { bar, written } = setUp();
    begin(bar);

    expect(written).toEqual([`${CLEAR}ppo CartPole-v1 ${'░'.repeat(30)} 0% 0/1,000`]);
    expect(bar.name).toBe('progress bar');
  });

  it('tells of a training of no steps that it is done', () => {
    const { bar, written } = setUp();
    const none = fakeSession({ totalTimesteps: 0, envId: 'CartPole-v1' });
    void bar.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 0, totalTimesteps: 0 }, none);

    expect(written).toEqual([`${CLEAR}ppo CartPole-v1 ${'█'.repeat(30)} 100% 0/0`]);
  });

  it('clears the line that it has drawn, where it has', () => {
    const { bar, written } = setUp();
    const end = { type: 'training-end', timesteps: 1, time: 1, outcome: 'completed' } as const;
    void bar.onTrainingEnd?.(end, session);
    expect(written).toEqual([]);
    begin(bar);
    void bar.onTrainingEnd?.(end, session);
    expect(written.slice(1)).toEqual([CLEAR]);
  });

  it('clears its line at the end, once', () => {
    const { bar, written } = setUp();
    begin(bar);
    void bar.onError?.({ type: 'error', timesteps: 1, time: 1, error: new Error('x') }, session);
    void bar.onTrainingEnd?.({ type: 'training-end', timesteps: 1, time: 1, outcome: 'failed' }, session);

    expect(written.slice(1)).toEqual([CLEAR]);
  });

  it('counts the speed from where a resumed training starts', () => {
    const { bar, written } = setUp({ columns: () => 120 });
    void bar.onTrainingStart?.({ type: 'training-start', timesteps: 500, time: 3000, totalTimesteps: 1000 }, session);
    void bar.onStep?.(stepEvent(600, 4000), session);

    expect(written.at(-1)).toContain('100 steps/s  4s left');
  });

  it.each([
    [20, 1000, '49s left'],
    [10, 10_000, '16m 30s left'],
    [500, 60_000, ' 1m 00s left'],
    [500, 3_599_000, ' 59m 59s left'],
    [500, 3_600_000, ' 1h 00m left'],
    [100, 1_000_000, '2h 30m left'],
  ])('writes the time left after %i steps in %i ms as %s', (timesteps, time, expected) => {
    const { bar, written } = setUp({ columns: () => 120 });
    begin(bar);
    void bar.onStep?.(stepEvent(timesteps, time), session);

    expect(written.at(-1)).toContain(expected);
  });
});

describe('createProgressBar elsewhere', () => {
  it('writes a plain line at every tenth of the way', () => {
    const { bar, written } = setUp({ isTTY: false });
    begin(bar);
    endEpisode(bar, 20);
    for (let timesteps = 8; timesteps <= 1000; timesteps += 8)
      void bar.onStep?.(stepEvent(timesteps, timesteps), session);
    void bar.onTrainingEnd?.({ type: 'training-end', timesteps: 1000, time: 1000, outcome: 'completed' }, session);

    expect(written).toHaveLength(10);
    expect(written[0]).toBe('ppo CartPole-v1: 104/1,000 (10%), 1,000 steps/s, mean return 20.0, 1s left\n');
    expect(written[9]).toBe('ppo CartPole-v1: 1,000/1,000 (100%), 1,000 steps/s, mean return 20.0, 0s left\n');
    expect(written.join('')).not.toContain('\r');
  });

  it('writes no tenths again that a resumed training has passed', () => {
    const { bar, written } = setUp({ isTTY: false });
    void bar.onTrainingStart?.({ type: 'training-start', timesteps: 550, time: 0, totalTimesteps: 1000 }, session);
    void bar.onStep?.(stepEvent(558, 1), session);

    expect(written).toEqual([]);
  });
});

function setUp(options: { isTTY?: boolean; columns?: () => number } = {}): {
  bar: TrainingCallback;
  written: string[];
} {
  const written: string[] = [];
  const bar = createProgressBar({ write: (text) => void written.push(text), isTTY: true, ...options });
  return { bar, written };
}

function begin(bar: TrainingCallback): void {
  void bar.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 0, totalTimesteps: 1000 }, session);
}

function endEpisode(bar: TrainingCallback, episodeReturn: number): void {
  void bar.onEpisodeEnd?.(
    { type: 'episode-end', timesteps: 0, time: 0, episodeReturn, episodeLength: 1, envIndex: 0 },
    session,
  );
}
