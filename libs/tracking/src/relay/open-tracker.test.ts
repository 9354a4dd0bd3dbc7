import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { openTracker } from './open-tracker.ts';

const lines = new URL('../../examples/json-lines-tracker.ts', import.meta.url).href;

it.each([
  ['aim aim://127.0.0.1:53800', 'aim aim://127.0.0.1:53800'],
  ['mlflow http://127.0.0.1:5000', 'mlflow http://127.0.0.1:5000'],
  ['tensorboard my logs/of today', `tensorboard ${resolve('my logs/of today')}`],
  [`${lines} some folder`, `${lines} some folder`],
])('%s is opened by its id', async (id, known) => {
  expect((await openTracker(id)).id).toBe(known);
});

it.each(['', 'wandb x', 'toString x', 'Aim aim://127.0.0.1:53800', 'profile: x'])(
  '%j is no tracker’s id',
  async (id) => {
    await expect(openTracker(id)).rejects.toMatchObject({
      code: 'tracking/unknown-tracker',
      message: `Expected a tracker of aim, mlflow, tensorboard, received '${id}': give a tracker of your own as the URL of its file, or open it by yourself.`,
    });
  },
);

it.each([
  ['aim nowhere', 'aim/bad-url'],
  ['mlflow nowhere', 'mlflow/bad-url'],
  ['file:///nowhere/tracker.js x', 'tracking/invalid-tracker-file'],
])('the wrong target of %s is told', async (id, code) => {
  await expect(openTracker(id)).rejects.toMatchObject({ code });
});
