import { createAlgorithm, type Algorithm } from '@cartwheel/algorithms';
import { createMetricAggregator, type TrainingCallback } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import type { FromLearner, ToLearner } from './learn-messages.ts';

const ENV = 'CartPole-v1';
const ALGORITHM = 'ppo';
/** Environment steps of the agent that is shown, in milliseconds each: as fast as the cart is made for. */
const SHOW_EVERY_MS = 20;

const end = new AbortController();

addEventListener('message', ({ data }: MessageEvent<ToLearner>) => {
  if (data.type === 'stop') end.abort();
  else learn(data).catch((error: unknown) => tell({ type: 'failed', message: String(error) }));
});

async function learn({ seed, totalTimesteps }: Extract<ToLearner, { type: 'start' }>): Promise<void> {
  const model = await createAlgorithm(ALGORITHM, ENV, { seed, preset: 'tuned' });
  const hide = show(model, seed);
  const { signal } = end;
  const { outcome, timesteps, seconds } = await model.learn({ totalTimesteps, signal, callbacks: [tellProgress()] });
  tell({ type: 'ended', outcome, timesteps, seconds });
  // What it learned stays to be seen; a stopped one is about to go.
  if (signal.aborted) hide();
}

function tellProgress(): TrainingCallback {
  const aggregator = createMetricAggregator();
  return {
    name: 'page',
    onTrainingStart: (event) => aggregator.observe(event),
    onEpisodeEnd: (event) => aggregator.observe(event),
    onUpdate({ timesteps, time }) {
      const mean = aggregator.collect(timesteps, time).find(({ name }) => name === 'rollout/ep_rew_mean');
      if (mean !== undefined) tell({ type: 'progress', timesteps, time, meanReturn: mean.value });
    },
  };
}

/** Plays beside training: whenever the learner lets others have their turn, a step is due. */
function show(model: Algorithm, seed: number): () => void {
  const env = makeEnv(ENV);
  let [observation] = env.reset({ seed });
  let steps = 0;
  const timer = setInterval(() => {
    const [next, , terminated, truncated] = env.step(model.predict(observation, { deterministic: true }));
    const isOver = terminated || truncated;
    observation = isOver ? env.reset()[0] : next;
    steps = isOver ? 0 : steps + 1;
    tell({ type: 'scene', scene: env.render(), steps });
  }, SHOW_EVERY_MS);
  return () => clearInterval(timer);
}

function tell(message: FromLearner): void {
  postMessage(message);
}
