import type { Git } from "../git.ts";

/** What of a blob is read as it streams by. */
interface BlobSink {
  push(chunk: Uint8Array): void;
  end(): void;
}

/** Reads blobs in one git command without keeping any of them: git-cat-file(1), "Batch Output". */
export const readBlobs = async (
  git: Git,
  blobs: readonly string[],
  sinkOf: (at: number) => BlobSink,
): Promise<void> => {
  if (blobs.length === 0) return;
  const reader = new BlobReader(sinkOf);
  await git(["cat-file", "--batch", "--buffer"], {
    input: blobs.map((blob) => `${blob}\n`).join(""),
    onOutput: (chunk) => reader.push(chunk),
  });
};

/** Cuts the stream into blobs. */
class BlobReader {
  readonly #sinkOf: (at: number) => BlobSink;
  #next = 0;
  #header = "";
  #left = 0;
  #current: BlobSink | null = null;

  constructor(sinkOf: (at: number) => BlobSink) {
    this.#sinkOf = sinkOf;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      at = this.#current ? this.#takeContent(this.#current, chunk, at) : this.#takeHeader(chunk, at);
    }
  }

  #takeHeader(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(10, from);
    const to = end === -1 ? chunk.length : end;
    this.#header += new TextDecoder().decode(chunk.subarray(from, to));
    if (end === -1) return chunk.length;
    this.#begin(Number(/ (\d+)$/.exec(this.#header)?.[1] ?? -1));
    this.#header = "";
    return end + 1;
  }

  /** A missing object has a header alone; every other is followed by its content and a line break. */
  #begin(size: number): void {
    const sink = this.#sinkOf(this.#next);
    this.#next += 1;
    if (size < 0) sink.end();
    else {
      this.#left = size + 1;
      this.#current = sink;
    }
  }

  #takeContent(sink: BlobSink, chunk: Uint8Array, from: number): number {
    const to = Math.min(chunk.length, from + this.#left);
    sink.push(chunk.subarray(from, Math.min(to, from + this.#left - 1)));
    this.#left -= to - from;
    if (this.#left === 0) {
      this.#current = null;
      sink.end();
    }
    return to;
  }
}
