import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBroker } from '@cartwheel/broker';
import { createProgressBar } from '../src/index.ts';
import { openRunStore } from '@cartwheel/tracking';
import { fitModel } from './fit-model.ts';

const dir = await mkdtemp(join(tmpdir(), 'cartwheel-fit-'));
const store = await openRunStore({ dir });
const broker = createMemoryBroker();
const write = (text: string): void => void process.stderr.write(text);

const { runId } = await fitModel({ store, broker, callbacks: [createProgressBar({ write, isTTY: false })] });

for (const { step, value } of await store.points(runId, { name: 'train/loss' })) {
  process.stdout.write(`${step} samples: loss ${value.toFixed(4)}\n`);
}
process.stdout.write(`state: ${(await broker.read(runId))?.status}\n`);
await store.close();
await broker.close();
await rm(dir, { recursive: true });
