import type { Pieces, PiecewisePasses } from '../network.ts';
import type { WasmPass } from './wasm-pass.ts';

/** The passes of the `wasm` engine in pieces: its jobs do their units in any order, so that stopping between them changes no bit. */
export class WasmPiecewisePasses implements PiecewisePasses {
  readonly #pass: WasmPass;

  constructor(pass: WasmPass) {
    this.#pass = pass;
  }

  *forward(x: Float32Array, batch: number): Pieces<Float32Array> {
    const pass = this.#pass;
    yield* pass.doInPieces(pass.enter(x, batch));
    return pass.takeOutput();
  }

  *backward(outputGradient: Float32Array): Pieces<Float32Array> {
    const pass = this.#pass;
    yield* pass.doInPieces(pass.enterGradient(outputGradient).backward);
    return pass.takeInputGradient();
  }

  *backwardToParameters(outputGradient: Float32Array): Pieces<void> {
    const pass = this.#pass;
    yield* pass.doInPieces(pass.enterGradient(outputGradient).backwardToParameters);
  }

  *backwardToInputs(outputGradient: Float32Array): Pieces<Float32Array> {
    const pass = this.#pass;
    yield* pass.doInPieces(pass.enterGradient(outputGradient).backwardToInputs);
    return pass.takeInputGradient();
  }
}
