import { MetricShape, type WireMetrics } from './metric-shape.ts';
import { isSameJson } from './same-json.ts';

/** How much of them is other than before; of more than half of them one operation is shorter than one for each. */
export type MetricChange = 'none' | 'some' | 'most';

/**
 * The metrics of a document, of which each update brings new values under the same names: what stays is written once, and
 * what changed is seen by comparing numbers.
 */
export class MetricTexts {
  readonly #shape: MetricShape;
  readonly #values: unknown[] = [];
  readonly #steps: number[] = [];
  readonly #times: number[] = [];

  /** @param before Those of an earlier document, if any: texts that stay are taken from there. */
  constructor(metrics: WireMetrics, before: MetricTexts | undefined) {
    this.#shape = MetricShape.of(metrics, before === undefined ? undefined : before.#shape);
    for (const key of this.#shape.keys) {
      const metric = metrics[key];
      if (metric === undefined) continue;
      this.#values.push(metric.value);
      this.#steps.push(metric.step);
      this.#times.push(metric.time);
    }
  }

  /** All of them, in JSON. Not kept: it is read once. */
  get text(): string {
    const { members } = this.#shape;
    // Written together, since one by one each number also passes V8's cache of them.
    const values = JSON.stringify(this.#values);
    let text = '{';
    let [step, time, end] = [-1, -1, ''];
    for (let index = 0, from = 1; index < members.length; index += 1) {
      // Most points of an update have the same step and time.
      if (this.#steps[index] !== step || this.#times[index] !== time) {
        [step, time, end] = [this.#steps[index] ?? 0, this.#times[index] ?? 0, this.#end(index)];
      }
      const comma = values.indexOf(',', from);
      const to = comma === -1 ? values.length - 1 : comma;
      text += members[index] + values.slice(from, to) + end;
      from = to + 1;
    }
    return `${text}}`;
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

  /** The operations that lead here from `before`, each in JSON. */
  patchFrom(before: MetricTexts): string {
    const change = this.changeFrom(before);
    if (change === 'none') return '';
    if (change === 'most') return `{"op":"replace","path":"/metrics","value":${this.text}}`;
    const removed = this.#removedFrom(before).map((key) => `{"op":"remove","path":${metricPath(key)}}`);
    const changed = this.#shape.keys.flatMap((key, index) => {
      if (this.#stands(index, before)) return [];
      const op = before.#placeOf(key, index) === -1 ? 'add' : 'replace';
      const value = this.#shape.heads[index] + JSON.stringify(this.#values[index]) + this.#end(index);
      return `{"op":"${op}","path":${metricPath(key)},"value":${value}}`;
    });
    return [...removed, ...changed].join(',');
  }

  /** One's JSON behind its value. */
  #end(index: number): string {
    return `,"step":${this.#steps[index]},"time":${this.#times[index]}}`;
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

/** A JSON pointer as JSON text. */
function metricPath(key: string): string {
  return JSON.stringify(`/metrics/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
