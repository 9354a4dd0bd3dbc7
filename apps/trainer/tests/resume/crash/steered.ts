/** `steered.ts OUT set|extend [REDIS]`: trains a run, and steers it from within at step 600, as another process would. */
import type { TrainingCallback } from '@cartwheel/callbacks';
import type { Command } from '@cartwheel/experiment-state';
import { controlRun, openRunView, runTraining } from '@cartwheel/session';
import { STEERED } from './steered-config.ts';

const ACTIONS: Readonly<Record<string, Command['action']>> = {
  set: { kind: 'set', name: 'learningRate', value: 0.02 },
  extend: { kind: 'extend', steps: 640 },
};

const [, , out = '', wish = '', redisUrl] = process.argv;
let isSent = false;

const steer: TrainingCallback = {
  mode: 'await',
  async onSafePoint({ timesteps }) {
    if (timesteps < 600 || isSent) return;
    isSent = true;
    const view = await openRunView({ run: 'latest', out, redisUrl });
    const version = (await view.viewer.read(view.runId))?.version ?? 0;
    const settled = controlRun(view, { action: ACTIONS[wish] });
    settled.then(
      () => view[Symbol.asyncDispose](),
      () => undefined,
    );
    for await (const { type } of view.viewer.watch(view.runId, { fromVersion: version }))
      if (type === 'command') return;
  },
};

await runTraining({
  config: STEERED,
  out,
  redisUrl,
  callbacks: [steer],
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
});
