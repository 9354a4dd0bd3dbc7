import { checkInput, checkOutputGradient } from '../check-length.ts';
import type { PiecewisePasses, Pieces } from '../network.ts';
import { createJsJobs, doInPieces, type JsJob, type JsJobs } from './js-jobs.ts';
import { makeRoom, type JsLayer, type LayerRoom } from './js-layer.ts';

/** What a pass does and gives for one batch size. */
interface Prepared {
  readonly jobs: JsJobs;
  readonly output: Float32Array;
  readonly inputGradient: Float32Array;
}

/**
 * A batch on its way through a network and back, in room of its own. Allocates when a batch is larger than any before, or of
 * a size not seen before.
 */
export class JsPass {
  readonly #layers: readonly JsLayer[];
  readonly #preparedByBatch = new Map<number, Prepared>();
  #rooms: readonly LayerRoom[] = [];
  #capacity = 0;
  #batch = 0;

  constructor(layers: readonly JsLayer[]) {
    this.#layers = layers;
  }

  /** Takes a batch in, and says what is to be done with it. */
  enter(x: Float32Array, batch: number): readonly JsJob[] {
    checkInput(x, batch, this.#layers[0].inputSize);
    this.#batch = batch;
    const { jobs } = this.#prepared();
    this.#rooms[0].inputs.set(x);
    return jobs.forward;
  }

  /** Takes dL/d(outputs) of the batch in, and says what is to be done with it. */
  enterGradient(outputGradient: Float32Array): JsJobs {
    const last = this.#layers.length - 1;
    checkOutputGradient(outputGradient, this.#batch, this.#layers[last].outputSize);
    const { jobs } = this.#prepared();
    this.#rooms[last].outputGradients.set(outputGradient);
    return jobs;
  }

  get output(): Float32Array {
    return this.#prepared().output;
  }

  get inputGradient(): Float32Array {
    return this.#prepared().inputGradient;
  }

  /** For the batch in hand; also makes room for it. */
  #prepared(): Prepared {
    const batch = this.#batch;
    if (batch > this.#capacity) {
      this.#rooms = makeRoom(this.#layers, batch);
      this.#preparedByBatch.clear();
      this.#capacity = batch;
    }
    let prepared = this.#preparedByBatch.get(batch);
    if (prepared === undefined) {
      prepared = this.#prepare(batch);
      this.#preparedByBatch.set(batch, prepared);
    }
    return prepared;
  }

  #prepare(batch: number): Prepared {
    const last = this.#layers.length - 1;
    return {
      jobs: createJsJobs(this.#layers, this.#rooms, batch),
      output: this.#rooms[last].outputs.subarray(0, batch * this.#layers[last].outputSize),
      inputGradient: this.#rooms[0].inputGradients.subarray(0, batch * this.#layers[0].inputSize),
    };
  }
}

export function passesInPieces(pass: JsPass): PiecewisePasses {
  function* backward(outputGradient: Float32Array, kind: keyof JsJobs): Pieces<Float32Array> {
    yield* doInPieces(pass.enterGradient(outputGradient)[kind]);
    return pass.inputGradient;
  }
  return {
    *forward(x, batch) {
      yield* doInPieces(pass.enter(x, batch));
      return pass.output;
    },
    backward: (outputGradient) => backward(outputGradient, 'backward'),
    *backwardToParameters(outputGradient) {
      yield* backward(outputGradient, 'backwardToParameters');
    },
    backwardToInputs: (outputGradient) => backward(outputGradient, 'backwardToInputs'),
  };
}
