import { TextBytes } from '../history/text-bytes.ts';

/**
 * Arguments of a script in Redis's protocol (RESP), one behind the other. ioredis would make a string of all of them, and
 * bytes of that: for what is published many times a second that takes longer than to make the documents.
 */
export class ScriptArguments {
  readonly #bytes = new TextBytes();

  get length(): number {
    return this.#bytes.length;
  }

  /** The bytes themselves, until the next argument. */
  get written(): Buffer {
    return this.#bytes.written;
  }

  /** Takes back what was written behind so many bytes. */
  cutTo(length: number): void {
    this.#bytes.cutTo(length);
  }

  texts(...texts: readonly string[]): void {
    this.#bytes.text(inProtocol(...texts));
  }

  /** Some that are in the protocol's form. */
  ready(bytes: Uint8Array): void {
    this.#bytes.bytes(bytes);
  }

  /** The one that `write` writes. */
  writtenBy(write: (into: TextBytes) => void): void {
    const from = this.#bytes.length;
    write(this.#bytes);
    this.#bytes.insert(from, `$${this.#bytes.length - from}\r\n`);
    this.#bytes.text('\r\n');
  }
}

/** Arguments in the protocol's form. */
export function inProtocol(...texts: readonly string[]): string {
  let all = '';
  for (const text of texts) all += `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
  return all;
}
