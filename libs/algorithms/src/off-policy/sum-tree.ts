/** Non-negative numbers whose prefix sums are found in O(log n): a binary tree whose inner nodes are the sums below. */
export class SumTree {
  readonly #leaves: number;
  readonly #nodes: Float64Array;

  constructor(capacity: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(capacity, 1)));
    this.#nodes = new Float64Array(2 * this.#leaves);
  }

  get total(): number {
    return this.#nodes[1];
  }

  get(index: number): number {
    return this.#nodes[this.#leaves + index];
  }

  set(index: number, value: number): void {
    let node = this.#leaves + index;
    this.#nodes[node] = value;
    // Summed anew, not corrected by the difference: no rounding error adds up.
    for (node >>= 1; node >= 1; node >>= 1) this.#nodes[node] = this.#nodes[2 * node] + this.#nodes[2 * node + 1];
  }

  /** The index in whose share of the total `mass` from [0, total) falls. */
  find(mass: number): number {
    let node = 1;
    let rest = mass;
    while (node < this.#leaves) {
      const left = 2 * node;
      const goesRight = rest >= this.#nodes[left] && this.#nodes[left + 1] > 0;
      if (goesRight) rest -= this.#nodes[left];
      node = goesRight ? left + 1 : left;
    }
    return node - this.#leaves;
  }

  /** A copy of the numbers. */
  read(): Float64Array {
    return this.#nodes.slice(this.#leaves);
  }

  /** As if each number had been set; `values` are as many as `read` gives. */
  write(values: Float64Array): void {
    this.#nodes.set(values, this.#leaves);
    for (let node = this.#leaves - 1; node >= 1; node--) {
      this.#nodes[node] = this.#nodes[2 * node] + this.#nodes[2 * node + 1];
    }
  }
}
