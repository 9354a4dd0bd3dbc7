import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { prometheusName } from './prometheus-name.ts';
import { createRunMetrics } from './run-metrics.ts';

it('has a name that Prometheus takes, one of its own, for each metric of docs/metrics.md', async () => {
  const page = await readFile(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
  const names = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? '');
  expect(names).toContain('rollout/ep_rew_mean');
  const translated = names.map((name) => prometheusName(name));
  expect(new Set(translated).size).toBe(names.length);
  for (const name of translated) expect(name).toMatch(/^cartwheel_[a-zA-Z0-9_]+$/);
  expect(prometheusName('rollout/ep_rew_mean')).toBe('cartwheel_rollout_ep_rew_mean');
});

it('shows the latest values of a run, also those that are no number', async () => {
  const metrics = createRunMetrics({ runId: 'r1', withProcess: false, describe: () => 'What is minimised.' });
  metrics.set([{ name: 'train/loss', value: 1 }]);
  metrics.set([
    { name: 'train/loss', value: Number.NaN },
    { name: 'rollout/ep_rew_mean', value: -Infinity },
  ]);
  const { text, contentType } = await metrics.page();
  expect(contentType).toContain('text/plain');
  expect(text).toContain('# HELP cartwheel_train_loss What is minimised.\n# TYPE cartwheel_train_loss gauge\n');
  expect(text).toContain('cartwheel_train_loss{runId="r1"} Nan\n');
  expect(text).toContain('cartwheel_rollout_ep_rew_mean{runId="r1"} -Inf\n');
});

it('has the metrics of the process too unless told otherwise, and each name as its own help', async () => {
  const usual = createRunMetrics({ runId: 'r1' });
  usual.set([{ name: 'train/loss', value: 0.5 }]);
  const { text } = await usual.page();
  expect(text).toContain('# HELP cartwheel_train_loss train/loss\n');
  expect(text).toMatch(/^process_cpu_seconds_total\{runId="r1"\} /m);
  const bare = await createRunMetrics({ runId: 'r1', withProcess: false }).page();
  expect(bare.text.trim()).toBe('');
});
