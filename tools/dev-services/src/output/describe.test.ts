import { expect, it } from '@jest/globals';
import { describePart, describeUp } from './describe.ts';

it('says what runs where, and why engines were passed over', () => {
  const up = { service: 'redis', engine: 'local', started: true, readyMs: 940, urls: ['redis://127.0.0.1:1'] } as const;
  expect(describeUp({ ...up, passedOver: [{ engine: 'podman', why: 'no podman in PATH. Install it.' }] })).toBe(
    'redis: started by local in 0.9 s, redis://127.0.0.1:1\n  passed over podman: no podman in PATH. Install it.',
  );
  expect(describeUp({ ...up, started: false, passedOver: [] })).toBe(
    'redis: runs already by local, redis://127.0.0.1:1',
  );
});

it('says of each part whether it answers, and why not', () => {
  const part = { part: 'aim-ui', url: 'http://127.0.0.1:1', engines: [] };
  expect(describePart({ ...part, state: 'stopped' })).toBe('aim-ui     stopped');
  expect(describePart({ ...part, engine: 'podman', state: 'running', why: 'no answer' })).toBe(
    'aim-ui     running by podman, http://127.0.0.1:1: no answer',
  );
});
