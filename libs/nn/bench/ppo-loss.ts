import type { SeededNormals } from '../src/testing/seeded-normals.ts';

/** PPO's loss for a categorical policy, as its learner has it: clipped surrogate, value error and entropy. */
export function ppoLoss(batch: number, actions: number, random: SeededNormals) {
  const taken = Int32Array.from({ length: batch }, () => Math.floor(random.random() * actions));
  const oldLogProbabilities = random.array(batch).fill(-Math.log(actions));
  const advantages = random.array(batch);
  const returns = random.array(batch);
  const actorGradient = new Float32Array(batch * actions);
  const criticGradient = new Float32Array(batch);
  const probabilities = new Float64Array(actions);
  const [clipRange, entropyCoefficient, valueCoefficient] = [0.2, 0.01, 0.5];

  function compute(logits: Float32Array, values: Float32Array): void {
    for (let row = 0; row < batch; row++) {
      const first = row * actions;
      let sum = 0;
      for (let a = 0; a < actions; a++) sum += probabilities[a] = Math.exp(logits[first + a]);
      let entropy = 0;
      for (let a = 0; a < actions; a++) {
        probabilities[a] /= sum;
        entropy -= probabilities[a] * Math.log(probabilities[a]);
      }
      const ratio = probabilities[taken[row]] * Math.exp(-oldLogProbabilities[row]);
      const advantage = advantages[row];
      const isClipped = advantage > 0 ? ratio > 1 + clipRange : ratio < 1 - clipRange;
      const surrogate = isClipped ? 0 : (-advantage * ratio) / batch;
      for (let a = 0; a < actions; a++) {
        const p = probabilities[a];
        const logProbability = Math.log(p);
        actorGradient[first + a] =
          surrogate * ((a === taken[row] ? 1 : 0) - p) + (entropyCoefficient / batch) * p * (logProbability + entropy);
      }
      criticGradient[row] = (2 * valueCoefficient * (values[row] - returns[row])) / batch;
    }
  }

  return { actorGradient, criticGradient, compute };
}
