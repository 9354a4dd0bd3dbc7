const FIRST_BYTES = 2 ** 14;
/** As many as a char of JavaScript's may take in UTF-8. */
const BYTES_A_CHAR = 3;

/** Text in UTF-8, written piece by piece into a buffer that is used again: no string of the whole is made and thrown away. */
export class TextBytes {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written: the buffer itself, until the next piece. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Takes back what was written behind so many bytes. */
  cutTo(length: number): void {
    this.#length = length;
  }

  text(text: string): void {
    this.#reserve(BYTES_A_CHAR * text.length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A few bytes of others, up to a byte or their end; gives the place of that. One by one, which is quicker than a call. */
  upTo(end: number, source: TextBytes, from = 0): number {
    const sources = source.#bytes;
    const length = source.#length;
    this.#reserve(length - from);
    const bytes = this.#bytes;
    let place = this.#length;
    let index = from;
    for (; index < length; index += 1) {
      const byte = sources[index] ?? end;
      if (byte === end) break;
      bytes[place] = byte;
      place += 1;
    }
    this.#length = place;
    return index;
  }

  /** Puts ASCII before the bytes from `from` on. */
  insert(from: number, text: string): void {
    this.#reserve(text.length);
    const end = this.#length;
    this.#bytes.copyWithin(from + text.length, from, end);
    this.#bytes.write(text, from, 'latin1');
    this.#length = end + text.length;
  }

  toString(): string {
    return this.#bytes.toString('utf8', 0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.#length + bytes));
    larger.set(this.written);
    this.#bytes = larger;
  }
}

const scratch = new TextBytes();

/** What `write` writes, as a string. */
export function textOf(write: (into: TextBytes) => void): string {
  scratch.cutTo(0);
  write(scratch);
  return scratch.toString();
}
