import { isSameJson } from './same-json.ts';

/** A document's metrics in their wire form: a value that JSON does not know is a tagged object. */
export type WireMetrics = Readonly<
  Record<string, Readonly<{ name: string; context: object; value: unknown; step: number; time: number }>>
>;

/** What stays of a run's metrics from one document to the next: which there are, and each one's JSON up to its value. */
export class MetricShape {
  readonly keys: readonly string[];
  readonly heads: readonly string[];
  /** The same in UTF-8 with the key before it, as they follow each other in the JSON of all. */
  readonly members: readonly Uint8Array[];
  readonly #names: readonly string[];
  readonly #contexts: readonly unknown[];

  private constructor(metrics: WireMetrics) {
    const entries = Object.entries(metrics);
    this.keys = entries.map(([key]) => key);
    this.#names = entries.map(([, { name }]) => name);
    const contexts = entries.map(([, { context }]) => JSON.stringify(context));
    this.#contexts = contexts.map((context): unknown => JSON.parse(context));
    this.heads = contexts.map(
      (context, index) => `{"name":${JSON.stringify(this.#names[index])},"context":${context},"value":`,
    );
    this.members = this.heads.map((head, index) =>
      Buffer.from(`${index === 0 ? '' : ','}${JSON.stringify(this.keys[index])}:${head}`),
    );
  }

  /** @param before That of an earlier document, which nearly always is the same. */
  static of(metrics: WireMetrics, before: MetricShape | undefined): MetricShape {
    return before?.isOf(metrics) === true ? before : new MetricShape(metrics);
  }

  isOf(metrics: WireMetrics): boolean {
    let index = 0;
    for (const key in metrics) {
      if (!this.has(index, key, metrics[key])) return false;
      index += 1;
    }
    return index === this.keys.length;
  }

  /** Whether a metric is the one of its place, whatever its value. */
  has(index: number, key: string, metric: Pick<WireMetrics[string], 'name' | 'context'> | undefined): boolean {
    return (
      metric !== undefined &&
      this.keys[index] === key &&
      this.#names[index] === metric.name &&
      isSameJson(metric.context, this.#contexts[index])
    );
  }
}
