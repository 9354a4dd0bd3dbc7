import { expect, it } from '@jest/globals';
import { rollUp } from '../health-monitor.ts';
import type { CheckReport } from '../health-report.ts';
import { answer, type Knowledge } from './answer.ts';

const redisDown: CheckReport = {
  name: 'redis',
  ok: false,
  affects: ['ready'],
  code: 'timeout',
  detail: 'no answer',
  durationMs: 5,
};
const usual: Knowledge = {
  heartbeatAgeMs: 50,
  blockedAfterMs: 1_000,
  deadAfterMs: 120_000,
  report: rollUp([]),
  metrics: undefined,
};

it.each([
  ['/livez', {}, 200, 'ok'],
  ['/readyz', {}, 200, 'ok'],
  ['/startupz', {}, 200, 'ok'],
  ['/livez', { heartbeatAgeMs: 10_000 }, 200, 'blocked'],
  ['/readyz', { heartbeatAgeMs: 10_000 }, 503, 'blocked'],
  ['/livez', { heartbeatAgeMs: 1_000 }, 200, 'ok'],
  ['/readyz', { heartbeatAgeMs: 1_000 }, 200, 'ok'],
  ['/livez', { heartbeatAgeMs: 120_000 }, 200, 'blocked'],
  ['/livez', { heartbeatAgeMs: 120_001 }, 503, 'dead'],
  ['/livez', { heartbeatAgeMs: 120_001, report: undefined }, 503, 'dead'],
  ['/livez', { report: undefined }, 200, 'ok'],
  ['/readyz', { report: undefined }, 503, 'starting'],
  ['/startupz', { report: undefined }, 503, 'starting'],
  ['/livez', { report: rollUp([redisDown]) }, 200, 'ok'],
  ['/readyz', { report: rollUp([redisDown]) }, 503, 'unhealthy'],
  ['/livez', { report: rollUp([{ ...redisDown, affects: ['live'] }]) }, 503, 'unhealthy'],
  ['/metrics', {}, 404, 'unknown'],
  ['/', {}, 404, 'unknown'],
] as const)('%s with %j is %s %s', (path, change, status, word) => {
  const { status: got, body } = answer(path, { ...usual, ...change });
  expect([got, JSON.parse(body).status]).toEqual([status, word]);
});

it('shows the metrics as they are', () => {
  const metrics = { contentType: 'text/plain', text: 'a 1\n' };
  expect(answer('/', { ...usual, metrics }).status).toBe(404);
  expect(answer('/metrics', { ...usual, metrics })).toEqual({ status: 200, contentType: 'text/plain', body: 'a 1\n' });
});

it.each([
  ['/livez', {}, ['trainer']],
  ['/livez', { heartbeatAgeMs: 120_001 }, ['trainer']],
  ['/livez', { report: undefined }, []],
  ['/readyz', {}, ['redis', 'trainer', 'store']],
  ['/readyz', { heartbeatAgeMs: 10_000 }, ['redis', 'trainer', 'store']],
  ['/readyz', { report: undefined }, []],
  ['/startupz', {}, ['store']],
  ['/startupz', { report: undefined }, []],
] as const)('%s with %j shows the checks %j that it asks, and the age of the heartbeat', (path, change, names) => {
  const report = rollUp([
    redisDown,
    { ...redisDown, name: 'trainer', affects: ['live'] },
    { ...redisDown, name: 'store', affects: ['startup'] },
  ]);
  const knowledge: Knowledge = { ...usual, report, ...change };
  const { contentType, body } = answer(path, knowledge);
  expect(contentType).toBe('application/json');
  expect(body.endsWith('}\n')).toBe(true);
  const shown: Pick<Knowledge, 'heartbeatAgeMs'> & { checks: CheckReport[] } = JSON.parse(body);
  expect(shown.heartbeatAgeMs).toBe(knowledge.heartbeatAgeMs);
  expect(shown.checks.map(({ name }) => name)).toStrictEqual(names);
});

it('says which paths there are, to one that asks for another', () => {
  const { status, contentType, body } = answer('/healthz', usual);
  expect([status, contentType]).toEqual([404, 'application/json']);
  expect(JSON.parse(body)).toEqual({
    status: 'unknown',
    detail: 'expected /livez, /readyz, /startupz or /metrics',
  });
});
