import { randomBytes } from 'node:crypto';
import { AimError } from '../aim-error.ts';
import { aimHash } from '../codec/aim-hash.ts';
import { AimFloat, type AimObject, type AimRecord, type AimValue, type DecodedDict } from '../codec/aim-value.ts';
import type { AimConnection, AimInstruction } from '../transport/aim-connection.ts';
import type { AimImage, AimPlace, AimPoint, AimRunOptions } from './aim-run-options.ts';
import { batchPoints, type PointBatch } from './batch-points.ts';
import { figureObject, imageObject, OBJECT_KINDS, textObject } from './objects.ts';
import { openRunResources, releaseRunResources, type RunResources } from './run-resources.ts';
import { advanceTrace, dictOf, newTrace, traceKey, tracesOf, type SequenceTrace } from './sequence.ts';

type Path = readonly AimValue[];

/**
 * Writes one run to an Aim server, in the form in which Aim's own SDK writes it.
 *
 * Calls take effect in the order in which they are made; what they give resolves when the server has the data, and
 * rejects as `AimConnection.write` does. `await` some of them to bound what waits in memory.
 */
export class AimRun {
  readonly hash: string;
  /** Whether the server had the run already when it was opened. */
  readonly wasThere: boolean;
  readonly #connection: AimConnection;
  readonly #resources: RunResources;
  readonly #traces: Map<string, SequenceTrace>;
  readonly #contexts = new Set<bigint>();
  readonly #contextHashes = new WeakMap<AimRecord, bigint>();
  #closing: Promise<void> | undefined;

  private constructor(connection: AimConnection, hash: string, resources: RunResources, known: DecodedDict) {
    this.hash = hash;
    this.wasThere = known.has('attrs');
    this.#connection = connection;
    this.#resources = resources;
    this.#traces = tracesOf(known.get('traces') ?? null);
  }

  /** Opens a run, or one of that hash again; it is then active. */
  static async open(connection: AimConnection, options: AimRunOptions = {}): Promise<AimRun> {
    const { hash = newHash(), createdAt } = options;
    const resources = await openRunResources(connection, hash, createdAt);
    const known = await readRun(connection, resources, hash);
    const run = new AimRun(connection, hash, resources, known);
    await run.#begin(options);
    return run;
  }

  /** Sets an entry of the run's params: `set('hparams', { learning_rate: 3e-4 })`. */
  set(key: string, value: AimValue): Promise<void> {
    return this.#connection.write(this.#setParam(key, value));
  }

  addTag(tag: string): Promise<void> {
    return this.#connection.write([[this.#resources.structured, 'add_tag', [tag]]]);
  }

  removeTag(tag: string): Promise<void> {
    return this.#connection.write([[this.#resources.structured, 'remove_tag', [tag]]]);
  }

  /** Many points at once are much faster than one at a time. */
  async track(points: readonly AimPoint[]): Promise<void> {
    const keyOf = (point: AimPoint): string => traceKey(this.#contextHash(point.context), point.name);
    const messages = batchPoints(points, keyOf);
    // What a trace has come to is written once, with the sequence's last points.
    const lastOf = new Map(messages.flat().map((batch) => [keyOf(batch.points[0]), batch]));
    const lasts = new Set(lastOf.values());
    // All are handed over before the first wait, so that nothing that is called later overtakes them.
    await Promise.all(
      messages.map((batches) =>
        this.#connection.write(batches.flatMap((batch) => this.#points(batch, lasts.has(batch)))),
      ),
    );
  }

  text(place: AimPlace, text: string): Promise<void> {
    return this.#object(place, textObject(text));
  }

  image(place: AimPlace, image: AimImage): Promise<void> {
    return this.#object(place, imageObject(image));
  }

  /** `figure` is Plotly's `{ data, layout }`, as JSON values. */
  figure(place: AimPlace, figure: object): Promise<void> {
    return this.#object(place, figureObject(figure));
  }

  /**
   * Ends the run: it counts as finished. `endTime`: milliseconds since the epoch, now by default; null leaves it active,
   * for whoever goes on with it. A second call does nothing more.
   */
  close({ endTime = Date.now() }: { endTime?: number | null } = {}): Promise<void> {
    return (this.#closing ??= this.#close(endTime));
  }

  async #close(endTime: number | null): Promise<void> {
    if (endTime !== null) await this.#connection.write([this.#setMeta(['end_time'], new AimFloat(endTime / 1000))]);
    await releaseRunResources(this.#connection, this.#resources);
  }

  #begin({ name, experiment, description, tags = [], params = {} }: AimRunOptions): Promise<void> {
    const { structured } = this.#resources;
    const property = (key: string, value: string | undefined): AimInstruction[] =>
      value === undefined ? [] : [[structured, `${key}.setter`, [value]]];
    return this.#connection.write([
      ...(this.wasThere ? [] : this.#emptyParams()),
      this.#setMeta(['end_time'], null),
      ...property('name', name),
      ...property('experiment', experiment),
      ...property('description', description),
      ...tags.map((tag): AimInstruction => [structured, 'add_tag', [tag]]),
      ...Object.entries(params).flatMap(([key, value]) => this.#setParam(key, value)),
    ]);
  }

  #emptyParams(): AimInstruction[] {
    return [this.#setMeta(['attrs'], {}), [this.#resources.meta, '__setitem__', [['meta', 'attrs'], {}]]];
  }

  #setParam(key: string, value: AimValue): AimInstruction[] {
    // The second is Aim's index of all params' names.
    return [
      this.#setMeta(['attrs', key], value),
      [this.#resources.meta, '__setitem__', [['meta', 'attrs', key], value]],
    ];
  }

  #setMeta(path: Path, value: AimValue): AimInstruction {
    return [this.#resources.meta, '__setitem__', [['meta', 'chunks', this.hash, ...path], value]];
  }

  #points({ name, points }: PointBatch, isLast: boolean): AimInstruction[] {
    const { seqs, meta } = this.#resources;
    const { context = {} } = points[0];
    const contextHash = this.#contextHash(context);
    const root = ['seqs', 'v2', 'chunks', this.hash, contextHash, name];
    const { trace, opening } = this.#trace(
      { name, context, step: points[0].step },
      new AimFloat(points[0].value),
      root,
    );
    const hashes = points.map(({ step }) => aimHash(step));
    const field = (key: string, valueOf: (point: AimPoint) => AimValue): AimInstruction => [
      seqs,
      'update',
      [[...root, key], points.map((point, index) => [hashes[index], valueOf(point)])],
    ];
    const changed = advanceTrace(trace, points, isLast);
    return [
      ...opening,
      field('val', ({ value }) => new AimFloat(value)),
      field('step', ({ step }) => step),
      field('epoch', ({ epoch }) => epoch ?? null),
      field('time', ({ time = Date.now() }) => new AimFloat(time / 1000)),
      ...(changed.length > 0
        ? [[meta, 'update', [this.#tracePath(contextHash, name), changed]] satisfies AimInstruction]
        : []),
    ];
  }

  #object(place: AimPlace, object: AimObject): Promise<void> {
    const { name, step, context = {}, epoch = null, time = Date.now() } = place;
    const { seqs } = this.#resources;
    const contextHash = this.#contextHash(context);
    const root = ['seqs', 'chunks', this.hash, contextHash, name];
    const { trace, opening } = this.#trace({ name, context, step }, object, root);
    const field = (key: string, value: AimValue): AimInstruction => [
      seqs,
      '__setitem__',
      [[...root, key, step], value],
    ];
    const isLast = trace.lastStep === undefined || step > trace.lastStep;
    if (isLast) trace.lastStep = step;
    return this.#connection.write([
      ...opening,
      field('val', object),
      field('epoch', epoch),
      field('time', new AimFloat(time / 1000)),
      ...(isLast ? this.#setLast(contextHash, name, object, step) : []),
    ]);
  }

  #setLast(contextHash: bigint, name: string, value: AimValue, step: number | bigint): AimInstruction[] {
    return [
      this.#setMeta(['traces', contextHash, name, 'last'], value),
      this.#setMeta(['traces', contextHash, name, 'last_step'], step),
    ];
  }

  /** The sequence's trace, and what must be written before its first value. */
  #trace(
    { name, context = {}, step }: AimPlace,
    first: AimFloat | AimObject,
    root: Path,
  ): { trace: SequenceTrace; opening: AimInstruction[] } {
    const contextHash = this.#contextHash(context);
    const key = traceKey(contextHash, name);
    const known = this.#traces.get(key);
    if (known) return { trace: known, opening: [] };
    const trace = newTrace();
    this.#traces.set(key, trace);
    const isMetric = first instanceof AimFloat;
    const dtype = isMetric ? 'float' : first.type;
    const kind = isMetric ? 'metric' : OBJECT_KINDS[first.type];
    const { meta, seqs } = this.#resources;
    const fields = isMetric ? ['val', 'step', 'epoch', 'time'] : ['val', 'epoch', 'time'];
    const opening: AimInstruction[] = [
      ...this.#declareContext(contextHash, context),
      ...fields.map((field): AimInstruction => [seqs, 'make_array', [[...root, field]]]),
      [meta, '__setitem__', [['meta', 'traces_types', dtype, contextHash, name], 1]],
      this.#setMeta(['typed_traces', kind, contextHash, name], 1),
      this.#setMeta(['traces', contextHash, name, 'dtype'], dtype),
      this.#setMeta(['traces', contextHash, name, 'version'], isMetric ? 2 : 1),
      this.#setMeta(['traces', contextHash, name, 'first'], first),
      this.#setMeta(['traces', contextHash, name, 'first_step'], step),
    ];
    return { trace, opening };
  }

  #declareContext(contextHash: bigint, context: AimRecord): AimInstruction[] {
    if (this.#contexts.has(contextHash)) return [];
    this.#contexts.add(contextHash);
    return [
      [this.#resources.meta, '__setitem__', [['meta', 'contexts', contextHash], context]],
      this.#setMeta(['contexts', contextHash], context),
    ];
  }

  #tracePath(contextHash: bigint, name: string): Path {
    return ['meta', 'chunks', this.hash, 'traces', contextHash, name];
  }

  #contextHash(context: AimRecord = NO_CONTEXT): bigint {
    const known = this.#contextHashes.get(context) ?? aimHash(context);
    this.#contextHashes.set(context, known);
    return known;
  }
}

const NO_CONTEXT: AimRecord = {};

function newHash(): string {
  return randomBytes(12).toString('hex');
}

/** What the server has of the run: its params, traces and so on; empty for a new one. */
async function readRun(connection: AimConnection, { meta }: RunResources, hash: string): Promise<DecodedDict> {
  try {
    return dictOf(await connection.read(meta, 'collect', ['meta', 'chunks', hash], true, false));
  } catch (error) {
    if (error instanceof AimError && error.code === 'aim/no-key') return new Map();
    throw error;
  }
}
