/** The last bytes of an output of any length. It holds at most about twice as many in memory. */
export class OutputTail {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #heldBytes = 0;
  #cut = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#heldBytes += chunk.length;
    // Joining at every chunk would take its time with a command that prints byte by byte.
    if (this.#heldBytes > 2 * this.#maxBytes || this.#chunks.length > 1_000) this.#join();
  }

  /** The last bytes. If something was cut off before them, they begin with a whole character of UTF-8. */
  bytes(): Buffer {
    const tail = this.#join();
    let start = 0;
    while (this.#cut && start < 3 && isContinuation(tail[start])) start += 1;
    return tail.subarray(start);
  }

  #join(): Buffer {
    const all = Buffer.concat(this.#chunks);
    this.#cut ||= all.length > this.#maxBytes;
    // A copy, since a part would keep the whole in memory.
    const tail = Buffer.from(all.subarray(Math.max(all.length - this.#maxBytes, 0)));
    this.#chunks = [tail];
    this.#heldBytes = tail.length;
    return tail;
  }
}

/** Whether a byte belongs to the character of the byte before it. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}
