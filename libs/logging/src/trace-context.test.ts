import { expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { createLogger } from './create-logger.ts';
import { createTrace, currentTrace, withTrace } from './trace-context.ts';

it('stands in the lines of what it surrounds, across awaits and beside others', async () => {
  const destination = new PassThrough();
  const logger = createLogger({ destination, format: 'json' });
  const [one, two] = [createTrace(), createTrace()];
  const work = async (name: string): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    logger.info(name);
  };
  await Promise.all([withTrace(one, () => work('one')), withTrace(two, () => work('two')), work('none')]);
  await logger.close();
  const lines = String(destination.read()).trim().split('\n');
  const ids = lines.map((line) => JSON.parse(line)).map(({ Body, TraceId, SpanId }) => [Body, TraceId, SpanId]);
  expect(ids).toEqual([
    ['one', one.traceId, one.spanId],
    ['two', two.traceId, two.spanId],
    ['none', undefined, undefined],
  ]);
  expect(one.traceId).toMatch(/^[\da-f]{32}$/);
  expect(currentTrace()).toBeUndefined();
});
