import { expect, it } from '@jest/globals';
import { redactText } from './redact.ts';

it.each([
  'training started',
  'redis://localhost:6379/0',
  'http://127.0.0.1:8080/runs?latest=1',
  'https://unpkg.example:443/pkg@1.2.3/x.js',
  'weights 9b2f0c1e77aa4e0d9b2f0c1e77aa4e0d',
  'Basic reinforcement learning',
  'rollout/ep_rew_mean=195.5, step=2048',
])('leaves %j as it is', (text) => {
  expect(redactText(text)).toBe(text);
});

it.each([
  ['redis://:a@b@h:6379/0', 'redis://[redacted]@h:6379/0'],
  ['password="a \\" b", x=1', 'password=[redacted], x=1'],
  ['Authorization: Digest a, b=c\nnext', 'Authorization: [redacted]\nnext'],
])('makes of %j %j', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

it('takes linear time on texts made to be slow', () => {
  const slow = [
    '://' + 'a:'.repeat(50_000),
    'token'.repeat(20_000),
    '-----BEGIN '.repeat(10_000),
    'Basic A'.repeat(9_000),
  ];
  const startedAt = performance.now();
  for (const text of slow) redactText(text);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
