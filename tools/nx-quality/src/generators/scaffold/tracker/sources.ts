import type { PartNames } from '../names.ts';

/** Small and whole: a JSON file a run, to be replaced by what the tracker's service takes. */
export function trackerOf({ name, type }: PartNames): string {
  return `import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TrackedEnd, TrackedRun, Tracker } from '../relay/tracker.ts';
import { canonicalContext } from '../run-store/canonical-context.ts';
import type { RunChanges, RunRecord } from '../run-store/run-store.ts';

export interface ${type}TrackerOptions {
  /** Where the files lie, one a run. */
  dir: string;
}

/** A run as its file holds it. What is written twice has the same key, and stands there once. */
const heldSchema = z.object({
  status: z.string(),
  settings: z.record(z.string(), z.unknown()),
  /** Values as text: JSON has no NaN. */
  points: z.record(z.string(), z.string()),
  texts: z.record(z.string(), z.string()),
});
type Held = z.infer<typeof heldSchema>;

/** Relays runs to \`<dir>/<run id>.json\`: metric points and texts. */
export function create${type}Tracker({ dir }: ${type}TrackerOptions): Tracker {
  return {
    id: \`${name} \${dir}\`,
    async openRun(run, { position }) {
      await mkdir(dir, { recursive: true });
      const path = join(dir, \`\${run.runId}.json\`);
      const held = await readHeld(path);
      const opened = new ${type}Run(path, held ?? { status: '', settings: {}, points: {}, texts: {} }, {
        startOver: held === undefined && position > 0,
      });
      await opened.update(run);
      return opened;
    },
  };
}

class ${type}Run implements TrackedRun {
  readonly state = {};
  readonly startOver: boolean;
  readonly #path: string;
  readonly #held: Held;

  constructor(path: string, held: Held, { startOver }: { startOver: boolean }) {
    this.#path = path;
    this.#held = held;
    this.startOver = startOver;
  }

  write({ points, entries }: RunChanges): Promise<void> {
    for (const point of points) this.#held.points[keyOf(point)] = textOf(point.value);
    for (const entry of entries) if (entry.kind === 'text') this.#held.texts[keyOf(entry)] = entry.text;
    return this.#save();
  }

  update({ hyperparameters }: Pick<RunRecord, 'hyperparameters'>): Promise<void> {
    this.#held.status = 'running';
    this.#held.settings = { ...hyperparameters };
    return this.#save();
  }

  end({ status }: TrackedEnd): Promise<void> {
    this.#held.status = status;
    return this.#save();
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Renamed into place: a crash leaves the file from before or the one from after. */
  async #save(): Promise<void> {
    const draft = \`\${this.#path}.draft\`;
    const file = await open(draft, 'w');
    try {
      await file.writeFile(JSON.stringify(this.#held));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#path);
  }
}

async function readHeld(path: string): Promise<Held | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : heldSchema.parse(JSON.parse(text));
}

function keyOf({ name, context, step }: Pick<RunChanges['points'][number], 'name' | 'context' | 'step'>): string {
  return JSON.stringify([name, canonicalContext(context), String(step)]);
}

function textOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
`;
}

export function testOf({ name, type }: PartNames): string {
  return `import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { openTracker } from '../relay/open-tracker.ts';
import { syncRun } from '../relay/sync-run.ts';
import { openRunStore } from '../run-store/open-run-store.ts';
import { describeTracker, type DeliveredRun } from '../testing/index.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { create${type}Tracker } from './${name}-tracker.ts';

const dir = useTemporaryFolder();

describeTracker('${type}', () => ({ tracker: () => create${type}Tracker({ dir: dir() }), read: readRun }));

async function readRun(runId: string): Promise<DeliveredRun> {
  const { status, points, texts } = JSON.parse(await readFile(join(dir(), \`\${runId}.json\`), 'utf8'));
  const rows = (held: Record<string, string>) =>
    Object.entries(held).map(([key, text]) => {
      const [name, context, step] = JSON.parse(key);
      return { name, context: JSON.parse(context), step: Number(step), text };
    });
  return {
    points: rows(points).map(({ text, ...point }) => ({ ...point, value: Number(text) })),
    texts: rows(texts),
    active: status === 'running',
  };
}

it('is opened by its id, and written anew where its file is gone', async () => {
  const store = await openRunStore({ dir: join(dir(), 'store') });
  await store.createRun(runRecord('run'));
  const tracker = await openTracker(\`${name} \${dir()}\`);
  for (const step of [1, 2]) {
    await store.appendPoints('run', [metricPoint('m', step, step)]);
    expect(await syncRun({ store, runId: 'run', tracker })).toMatchObject({ pending: 0, error: null });
    if (step === 1) await unlink(join(dir(), 'run.json'));
  }
  expect((await readRun('run')).points.map(({ step }) => step)).toEqual([1, 2]);
  await store.close();
});
`;
}
