import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CallLine } from './call-line.ts';

const action = fc.oneof(
  fc.record({ kind: fc.constant('call' as const) }),
  fc.record({ kind: fc.constant('finish' as const), index: fc.nat(20) }),
  fc.record({ kind: fc.constant('abort' as const), index: fc.nat(20) }),
  fc.record({ kind: fc.constant('turn' as const), microtasks: fc.nat(4) }),
);

it('never runs more than it has slots, starts in order, and lets every call settle', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(action, { maxLength: 40 }),
      async (concurrency, actions) => {
        const line = new CallLine({ name: 'line', mode: 'queue', concurrency });
        const calls: { finish: () => void; stop: AbortController; settled: Promise<string> }[] = [];
        const started: number[] = [];
        let running = 0;
        let most = 0;

        const call = (): void => {
          const id = calls.length;
          const stop = new AbortController();
          let isFinished = false;
          let open: (() => void) | undefined;
          const finish = (): void => {
            isFinished = true;
            open?.();
          };
          const body = async (): Promise<void> => {
            started.push(id);
            running += 1;
            most = Math.max(most, running);
            if (!isFinished) await new Promise<void>((resolve) => void (open = resolve));
            running -= 1;
          };
          const settled = line.enter(body, stop.signal).then(
            () => 'done',
            (error: unknown) => (error === stop.signal.reason ? 'aborted' : String(error)),
          );
          calls.push({ finish, stop, settled });
        };

        for (const step of actions) {
          if (step.kind === 'call') call();
          else if (step.kind === 'finish') calls[step.index]?.finish();
          else if (step.kind === 'abort') calls[step.index]?.stop.abort();
          else for (let i = 0; i < step.microtasks; i++) await Promise.resolve();
        }
        for (const { finish } of calls) finish();
        const outcomes = await Promise.all(calls.map(({ settled }) => settled));

        expect(most).toBeLessThanOrEqual(concurrency);
        expect(started).toEqual(started.toSorted((a, b) => a - b));
        expect(outcomes.filter((outcome) => outcome !== 'done' && outcome !== 'aborted')).toEqual([]);
        expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(started.length);
      },
    ),
  );
});
