const SPEED = 0.29;
const SUPPORT_KNEE_ANGLE = 0.1;

/** The heuristic of Gymnasium 1.4.0's bipedal_walker.py. One for each episode: it remembers its gait. */
export class WalkerHeuristic {
  #gait: 'stay on one leg' | 'put other down' | 'push off' = 'stay on one leg';
  #moving = 0;
  #supporting = 1;
  #supportingKneeAngle = SUPPORT_KNEE_ANGLE;

  act(s: ArrayLike<number>): Float32Array {
    const hipTarget = [0, 0];
    const kneeTarget = [0, 0];
    this.#walk(s, hipTarget, kneeTarget);
    const action = new Float32Array(4);
    for (let leg = 0; leg < 2; leg++) {
      const at = 4 + 5 * leg;
      // A target of 0 is none, as in Python.
      const hip = hipTarget[leg] === 0 ? 0 : 0.9 * (hipTarget[leg] - s[at]) - 0.25 * s[at + 1];
      const knee = kneeTarget[leg] === 0 ? 0 : 4 * (kneeTarget[leg] - s[at + 2]) - 0.25 * s[at + 3];
      action[2 * leg] = clip(0.5 * (hip - (0.9 * -s[0] - 1.5 * s[1])));
      action[2 * leg + 1] = clip(0.5 * (knee - 15 * s[3]));
    }
    return action;
  }

  #walk(s: ArrayLike<number>, hipTarget: number[], kneeTarget: number[]): void {
    const movingAt = 4 + 5 * this.#moving;
    const supportingAt = 4 + 5 * this.#supporting;
    if (this.#gait === 'stay on one leg') {
      hipTarget[this.#moving] = 1.1;
      kneeTarget[this.#moving] = -0.6;
      this.#supportingKneeAngle += s[2] > SPEED ? 0.06 : 0.03;
      this.#supportingKneeAngle = Math.min(this.#supportingKneeAngle, SUPPORT_KNEE_ANGLE);
      kneeTarget[this.#supporting] = this.#supportingKneeAngle;
      if (s[supportingAt] < 0.1) this.#gait = 'put other down';
    }
    if (this.#gait === 'put other down') {
      hipTarget[this.#moving] = 0.1;
      kneeTarget[this.#moving] = SUPPORT_KNEE_ANGLE;
      kneeTarget[this.#supporting] = this.#supportingKneeAngle;
      if (s[movingAt + 4] > 0) {
        this.#gait = 'push off';
        this.#supportingKneeAngle = Math.min(s[movingAt + 2], SUPPORT_KNEE_ANGLE);
      }
    }
    if (this.#gait === 'push off') {
      kneeTarget[this.#moving] = this.#supportingKneeAngle;
      kneeTarget[this.#supporting] = 1;
      if (s[supportingAt + 2] > 0.88 || s[2] > 1.2 * SPEED) {
        this.#gait = 'stay on one leg';
        this.#moving = 1 - this.#moving;
        this.#supporting = 1 - this.#moving;
      }
    }
  }
}

function clip(value: number): number {
  return Math.min(Math.max(value, -1), 1);
}
