import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestService } from '@cartwheel/dev-services';
import { askRedis, startRedisServer } from '@cartwheel/dev-services/redis';
import { createGenerator } from '@cartwheel/random';

/** What befalls the services. */
export const FAULTS = ['redis killed', 'redis frozen', 'redis cut off', 'aim killed'] as const;
export type FaultName = (typeof FAULTS)[number];

/** Redis and Aim, and what breaks them. */
export interface BreakableServices extends AsyncDisposable {
  readonly redisUrl: string;
  readonly aimUrl: string;
  readonly aimUiUrl: string;
  /** How often Aim did not come back after a kill until it was started once more. */
  aimRepeats(): number;
  /** Breaks one after the other, at random moments, until the signal aborts; then all are whole again. */
  breakUntil(signal: AbortSignal): Promise<Record<FaultName, number>>;
}

export async function startBreakableServices(dir: string, seed: number): Promise<BreakableServices> {
  const random = createGenerator(seed);
  const redisOptions = { appendonly: true, appendfsync: 'always', dir: await mkdtemp(join(dir, 'redis-')) } as const;
  let redis = await startRedisServer(redisOptions);
  const { url: redisUrl, port } = redis;
  const aim = await startTestService('aim', { engine: 'local' });
  const pause = (from: number, to: number): Promise<void> => delay(random.uniform(from, to));

  let aimRepeats = 0;
  /** A repository that a kill left behind may be too much for Aim's page at the first attempt: that is counted, not hidden. */
  async function restartAim(attempts = 3): Promise<void> {
    try {
      await aim.restart();
    } catch (error) {
      process.stderr.write(`Aim did not come back: ${String(error)}\n`);
      if (attempts === 1) throw error;
      aimRepeats += 1;
      await restartAim(attempts - 1);
    }
  }

  const faults: Record<FaultName, () => Promise<void>> = {
    async 'redis killed'() {
      await redis.stop();
      await pause(100, 4000);
      redis = await startRedisServer({ ...redisOptions, port });
    },
    async 'redis frozen'() {
      process.kill(redis.pid, 'SIGSTOP');
      await pause(500, 8000);
      process.kill(redis.pid, 'SIGCONT');
    },
    async 'redis cut off'() {
      await askRedis(port, 'CLIENT KILL TYPE normal');
      await askRedis(port, 'CLIENT KILL TYPE pubsub');
    },
    async 'aim killed'() {
      await aim.crash();
      await pause(100, 4000);
      await restartAim();
    },
  };

  return {
    redisUrl,
    aimUrl: aim.url,
    aimUiUrl: aim.uiUrl ?? '',
    aimRepeats: () => aimRepeats,
    async breakUntil(signal) {
      const counts: Record<FaultName, number> = {
        'redis killed': 0,
        'redis frozen': 0,
        'redis cut off': 0,
        'aim killed': 0,
      };
      while (!signal.aborted) {
        await delay(random.uniform(500, 4000), undefined, { signal }).catch(() => undefined);
        if (signal.aborted) break;
        const name = FAULTS[random.integers(FAULTS.length)];
        await faults[name]();
        counts[name] += 1;
      }
      return counts;
    },
    async [Symbol.asyncDispose]() {
      await redis.stop();
      await aim.stop();
    },
  };
}
