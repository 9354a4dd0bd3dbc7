import { isPlainState, isPlainUpdate, stateCodec, type ExperimentState } from '@cartwheel/experiment-state';
import { MetricTexts } from './metric-texts.ts';
import { textOf, type TextBytes } from './text-bytes.ts';
import { StableTexts, type StableField } from './stable-texts.ts';

/**
 * A valid document as JSON text, part by part. Most of a run's document stays as it is from one to the next: it is checked and
 * written once, and what changed is seen at once. Nobody who changes the document later reaches it.
 */
export class StateText {
  readonly #stable: StableTexts;
  readonly #progress: string;
  readonly #updatedAt: number;
  readonly #metrics: MetricTexts;

  private constructor(stable: StableTexts, progress: string, updatedAt: number, metrics: MetricTexts) {
    this.#stable = stable;
    this.#progress = progress;
    this.#updatedAt = updatedAt;
    this.#metrics = metrics;
  }

  /**
   * Throws `experiment-state/invalid`.
   *
   * @param before An earlier document of the same run, which saves most of the work.
   */
  static of(state: ExperimentState, before?: StateText): StateText {
    if (before === undefined) return StateText.#of(state, undefined, undefined);
    const [stable, metrics] = [before.#stable, before.#metrics];
    if (stable.isPlain && isPlainUpdate(state) && stable.isOf(state)) {
      const plain = MetricTexts.ofPlain(state.metrics, metrics);
      if (plain !== undefined) return new StateText(stable, progressText(state), state.updatedAt, plain);
    }
    return StateText.#of(state, stable, metrics);
  }

  static #of(state: ExperimentState, stable: StableTexts | undefined, metrics: MetricTexts | undefined): StateText {
    const isPlain = isPlainState(state);
    const wire = isPlain ? state : stateCodec.toWire(state);
    return new StateText(
      StableTexts.of(wire, isPlain, stable),
      progressText(wire),
      wire.updatedAt,
      MetricTexts.of(wire.metrics, metrics),
    );
  }

  /** Writes the document's JSON behind its opening brace and its version. */
  writeBody(into: TextBytes): void {
    into.text(`${this.#stable.members},"progress":${this.#progress},"updatedAt":${this.#updatedAt},"metrics":`);
    this.#metrics.write(into);
    into.text('}');
  }

  /** The document's JSON behind its opening brace and its version. */
  get body(): string {
    return textOf((into) => this.writeBody(into));
  }

  /** The whole document. */
  document(version: number): string {
    return `{"version":${version},${this.body}`;
  }

  /** Whether the fields are as they were before. */
  agreesIn(fields: readonly StableField[], before: StateText): boolean {
    return this.#stable.agreesIn(fields, before.#stable);
  }

  /** JSON Patch (RFC 6902) from `before` to this document, their versions left aside, as JSON text. */
  patchFrom(before: StateText): string {
    return textOf((into) => this.writePatch(before, into));
  }

  /** Writes the same. */
  writePatch(before: StateText, into: TextBytes): void {
    const operations = this.#stable.patchFrom(before.#stable);
    if (this.#progress !== before.#progress) {
      operations.push(`{"op":"replace","path":"/progress","value":${this.#progress}}`);
    }
    if (this.#updatedAt !== before.#updatedAt) {
      operations.push(`{"op":"replace","path":"/updatedAt","value":${this.#updatedAt}}`);
    }
    into.text(`[${operations.join(',')}`);
    this.#metrics.writePatch(before.#metrics, into, operations.length === 0 ? '' : ',');
    into.text(']');
  }

  /** Whether the patches from both are the same, as they nearly always are: nothing that stays has changed. */
  hasSamePatchFrom(one: StateText, other: StateText): boolean {
    if (one === other) return true;
    const change = this.#metrics.changeFrom(one.#metrics);
    return (
      this.#stable === one.#stable &&
      this.#stable === other.#stable &&
      change !== 'some' &&
      change === this.#metrics.changeFrom(other.#metrics) &&
      (this.#progress === one.#progress) === (this.#progress === other.#progress) &&
      (this.#updatedAt === one.#updatedAt) === (this.#updatedAt === other.#updatedAt)
    );
  }
}

function progressText({ progress }: { readonly progress: object }): string {
  return JSON.stringify(progress);
}
