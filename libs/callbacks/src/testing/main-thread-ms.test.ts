import { expect, it } from '@jest/globals';
import { mainThreadMs } from './main-thread-ms.ts';

it('goes on while this thread works, and no faster than the wall', () => {
  if (process.platform !== 'linux') return;
  const [wall, thread] = [performance.now(), mainThreadMs()];
  // The kernel counts at its ticks, up to 10 ms apart: what was worked before the first reading may show in the second.
  while (mainThreadMs() - thread < 100);
  expect(performance.now() - wall).toBeGreaterThan(85);
});
