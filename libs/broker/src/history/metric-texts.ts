import { isPlainReading, type ExperimentState } from '@cartwheel/experiment-state';
import { MetricShape, type WireMetrics } from './metric-shape.ts';
import { isRecord, isSameJson } from './same-json.ts';
import { TextBytes } from './text-bytes.ts';

const COMMA = 0x2c;
const NOTHING: Uint8Array = new Uint8Array();
const values = new TextBytes();
/** The last one that was written. */
const end = { step: Number.NaN, time: Number.NaN, bytes: NOTHING };

/** How much of them is other than before; of more than half of them one operation is shorter than one for each. */
export type MetricChange = 'none' | 'some' | 'most';

/**
 * The metrics of a document, of which each update brings new values under the same names: what stays is written once, and
 * what changed is seen by comparing numbers.
 */
export class MetricTexts {
  readonly #shape: MetricShape;
  readonly #values: unknown[];
  readonly #steps: number[];
  readonly #times: number[];

  private constructor(shape: MetricShape) {
    const { length } = shape.keys;
    this.#shape = shape;
    this.#values = listOf(length);
    this.#steps = listOf(length);
    this.#times = listOf(length);
  }

  /** @param before Those of an earlier document, if any: texts that stay are taken from there. */
  static of(metrics: WireMetrics, before: MetricTexts | undefined): MetricTexts {
    const texts = new MetricTexts(MetricShape.of(metrics, before === undefined ? undefined : before.#shape));
    texts.#shape.keys.forEach((key, index) => {
      const metric = metrics[key];
      if (metric !== undefined) texts.#put(index, metric);
    });
    return texts;
  }

  /** The same in one pass for those that JSON carries as they are, under the names of `before`; otherwise nothing. */
  static ofPlain(metrics: ExperimentState['metrics'], before: MetricTexts): MetricTexts | undefined {
    if (!isRecord(metrics)) return undefined;
    const shape = before.#shape;
    const texts = new MetricTexts(shape);
    let index = 0;
    for (const key in metrics) {
      const metric = metrics[key];
      if (metric === undefined || !isPlainReading(metric) || !shape.has(index, key, metric)) return undefined;
      texts.#put(index, metric);
      index += 1;
    }
    return index === shape.keys.length ? texts : undefined;
  }

  #put(index: number, { value, step, time }: WireMetrics[string]): void {
    this.#values[index] = value;
    this.#steps[index] = step;
    this.#times[index] = time;
  }

  /** All of them, in JSON. */
  write(into: TextBytes): void {
    const { members } = this.#shape;
    // Written together, since one by one each number also passes V8's cache of them.
    values.cutTo(0);
    values.text(JSON.stringify(this.#values));
    // Its last bracket is nobody's.
    values.cutTo(values.length - 1);
    into.text('{');
    // Behind its bracket, and then behind each comma.
    let from = 1;
    for (let index = 0; index < members.length; index += 1) {
      into.bytes(members[index] ?? NOTHING);
      from = into.upTo(COMMA, values, from) + 1;
      this.#writeEnd(index, into);
    }
    into.text('}');
  }

  changeFrom(before: MetricTexts): MetricChange {
    let changes = this.#removedFrom(before).length;
    for (let index = 0; index < this.#shape.keys.length; index += 1) {
      if (!this.#stands(index, before)) changes += 1;
      if (changes > this.#shape.keys.length / 2) return 'most';
    }
    if (changes === 0) return 'none';
    return changes > this.#shape.keys.length / 2 ? 'most' : 'some';
  }

  /** The operations that lead here from `before`, each in JSON, with what is to stand before the first. */
  writePatch(before: MetricTexts, into: TextBytes, prefix: string): void {
    const change = this.changeFrom(before);
    if (change === 'none') return;
    if (change === 'some') {
      into.text(prefix + this.#operationsFrom(before).join(','));
      return;
    }
    into.text(`${prefix}{"op":"replace","path":"/metrics","value":`);
    this.write(into);
    into.text('}');
  }

  #operationsFrom(before: MetricTexts): string[] {
    const removed = this.#removedFrom(before).map((key) => `{"op":"remove","path":${metricPath(key)}}`);
    const changed = this.#shape.keys.flatMap((key, index) => {
      if (this.#stands(index, before)) return [];
      const op = before.#placeOf(key, index) === -1 ? 'add' : 'replace';
      const value = this.#shape.heads[index] + JSON.stringify(this.#values[index]) + this.#end(index);
      return `{"op":"${op}","path":${metricPath(key)},"value":${value}}`;
    });
    return [...removed, ...changed];
  }

  /** One's JSON behind its value. */
  #end(index: number): string {
    return `,"step":${this.#steps[index]},"time":${this.#times[index]}}`;
  }

  /** The same; most points of an update have the step and the time of the one before, and so its bytes. */
  #writeEnd(index: number, into: TextBytes): void {
    const [step, time] = [this.#steps[index] ?? 0, this.#times[index] ?? 0];
    if (step !== end.step || time !== end.time) {
      end.step = step;
      end.time = time;
      end.bytes = Buffer.from(this.#end(index), 'latin1');
    }
    into.bytes(end.bytes);
  }

  #removedFrom(before: MetricTexts): readonly string[] {
    if (before.#shape === this.#shape) return [];
    const keys = new Set(this.#shape.keys);
    return before.#shape.keys.filter((key) => !keys.has(key));
  }

  /** Whether one is as it was before. */
  #stands(index: number, before: MetricTexts): boolean {
    const place = before.#shape === this.#shape ? index : before.#placeOf(this.#shape.keys[index] ?? '', index);
    return (
      place !== -1 &&
      this.#steps[index] === before.#steps[place] &&
      this.#times[index] === before.#times[place] &&
      isSameJson(this.#values[index], before.#values[place]) &&
      this.#shape.heads[index] === before.#shape.heads[place]
    );
  }

  #placeOf(key: string, likely: number): number {
    const { keys } = this.#shape;
    return keys[likely] === key ? likely : keys.indexOf(key);
  }
}

/** With all its places from the beginning: it need not grow. */
function listOf<Value>(length: number): Value[] {
  const list: Value[] = [];
  list.length = length;
  return list;
}

/** A JSON pointer as JSON text. */
function metricPath(key: string): string {
  return JSON.stringify(`/metrics/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
