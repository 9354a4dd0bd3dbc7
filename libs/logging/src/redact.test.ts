import { expect, it } from '@jest/globals';
import { isSecretName, redactText } from './redact.ts';

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

const LONG = 'Zq9abcdefgh23456';

it.each([
  // URLs: a user, a password, both, and what only looks like them.
  ['redis://user@h/0', 'redis://[redacted]@h/0'],
  ['see https://a:b/c#d@h/x, and more', 'see https://[redacted]@h/x, and more'],
  ['http://h:80/a@b', 'http://h:80/a@b'],
  ['http://h/a?b=c@d', 'http://h/a?b=c@d'],
  ['http://h#a@d', 'http://h#a@d'],
  ['http://u:80x/p@h', 'http://[redacted]@h'],
  ['http://user:p/w@h', 'http://[redacted]@h'],
  ['http://h/a:b@c', 'http://h/a:b@c'],
  ['"redis://a:b@h" and `x://y:z@w`', '"redis://[redacted]@h" and `x://[redacted]@w`'],
  ['<amqp://a:b@h>', '<amqp://[redacted]@h>'],
  // Names with their values.
  ['token=abc', 'token=[redacted]'],
  ['token: abc, b', 'token: [redacted], b'],
  ['token = abc;b', 'token = [redacted];b'],
  ['my_token.value-1=abc&b=1', 'my_token.value-1=[redacted]&b=1'],
  ["{'secret': 'a b', 'c': 1}", "{'secret': [redacted], 'c': 1}"],
  ['{"secret":"a b","c":1}', '{"secret":[redacted],"c":1}'],
  [String.raw`{\"pwd\":\"a b\",\"c\":1}`, String.raw`{\"pwd\":[redacted],\"c\":1}`],
  ['token=Bearer abc def', 'token=[redacted] def'],
  ['token: Token  abc', 'token: [redacted]'],
  ['signature=Basic abc', 'signature=[redacted]'],
  ['signature: Digest abc', 'signature: [redacted]'],
  ['token="open', 'token=[redacted]'],
  ["token='open", 'token=[redacted]'],
  ['--api-key abc --x', '--api-key [redacted] --x'],
  ['-token abc', '-token [redacted]'],
  ['--redis.password  "a b" c', '--redis.password  [redacted] c'],
  // Whole lines.
  ['Cookie: a=1; b=2\r\nHost: h', 'Cookie: [redacted]\r\nHost: h'],
  ['"authorization": "Basic a", x', '"authorization": [redacted]'],
  ['authorization =  a b', 'authorization =  [redacted]'],
  // Schemes without a name.
  ['sent Bearer abc.def', 'sent Bearer [redacted]'],
  ['sent bearer  abc_def/+~=', 'sent bearer  [redacted]'],
  ['Bearer short', 'Bearer short'],
  ['sent Basic dXNlcjpw', 'sent Basic [redacted]'],
  ['sent Basic abcdefg=', 'sent Basic [redacted]'],
  ['Basic training', 'Basic training'],
  // Known beginnings.
  ['eyJhbGciOiJI.abc.def x', '[redacted] x'],
  ['eyJhbGciOiJI.abc x', '[redacted] x'],
  [`sk-${LONG} pk_${LONG} rk-${LONG}`, '[redacted] [redacted] [redacted]'],
  [`ghp_${LONG} gho_${LONG}`, '[redacted] [redacted]'],
  [`github_pat_${LONG} glpat-${LONG} npm_${LONG}`, '[redacted] [redacted] [redacted]'],
  [`hf_${LONG} pypi-${LONG} dop_v1_${LONG}`, '[redacted] [redacted] [redacted]'],
  [`ya29.${LONG} SG.${LONG}`, '[redacted] [redacted]'],
  ['xoxb-1234567890 xoxp-abcdefghij', '[redacted] [redacted]'],
  ['AKIA0123456789ABCDEF ASIA0123456789ABCDEF', '[redacted] [redacted]'],
  [`AIza${'x'.repeat(35)}`, '[redacted]'],
  // Keys in PEM, also one without its end.
  ['a\n-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\nb', 'a\n[redacted]\nb'],
  ['-----BEGIN EC PRIVATE KEY-----\nMII\nmore', '[redacted]'],
])('hides in %j what is secret: %j', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

it.each([
  ['sk-short', 'too short'],
  [`ask-${LONG}`, 'within a word'],
  ['xoxb-123456789', 'too short'],
  ['AKIA0123456789ABCDE', 'too short'],
  ['AKIA0123456789ABCDEFG', 'too long'],
  ['AIzaShort', 'too short'],
  ['eyJshort.abc', 'too short'],
  ['ghp_short', 'too short'],
  ['-----BEGIN CERTIFICATE-----', 'public'],
  ['the token is gone', 'no value'],
])('leaves %j, which is %s', (text) => {
  expect(redactText(text)).toBe(text);
});

it.each([
  'password',
  'passwd',
  'PASSWORD',
  'passphrase',
  'db_pwd',
  'clientSecret',
  'auth-token',
  'apiKey',
  'api-key',
  'api_key',
  'api.key',
  'accessKey',
  'private_key',
  'signingKey',
  'encryption-key',
  'accountKey',
  'Authorization',
  'set-cookie',
  'credentials',
  'signature',
])('%s names a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

it.each(['key', 'keys', 'apiary', 'pass', 'sign', 'public_key', 'tok'])('%s names none', (name) => {
  expect(isSecretName(name)).toBe(false);
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
