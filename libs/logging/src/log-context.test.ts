import { Writable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { createLogger } from './create-logger.ts';
import { withLogFields } from './log-context.ts';

async function attributesOf(write: (logger: ReturnType<typeof createLogger>) => Promise<void>): Promise<unknown[]> {
  let text = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const logger = createLogger({ destination, level: 'info', format: 'json' });
  await write(logger);
  await logger.close();
  const lines = text.trim().split('\n');
  return lines.map((line): unknown => (JSON.parse(line) as { Attributes: unknown }).Attributes);
}

it('gives its fields to lines of any logger, read when the line is written, and to what is awaited', async () => {
  let step = 1;
  const lines = await attributesOf(async (logger) => {
    const child = logger.child({ component: 'broker' });
    await withLogFields(
      () => ({ runId: 'r1', step }),
      async () => {
        child.info('first');
        await Promise.resolve();
        step = 2;
        logger.info('second');
      },
    );
    logger.info('outside');
  });
  expect(lines).toEqual([{ runId: 'r1', step: 1 }, { runId: 'r1', step: 2 }, {}]);
});

it('nests, and a line’s own fields count more', async () => {
  const lines = await attributesOf(async (logger) => {
    await withLogFields({ runId: 'r1', step: 1 }, () =>
      withLogFields({ step: 2 }, async () => {
        logger.info('inner');
        logger.info('own', { step: 3 });
      }),
    );
  });
  expect(lines).toEqual([
    { runId: 'r1', step: 2 },
    { runId: 'r1', step: 3 },
  ]);
});
