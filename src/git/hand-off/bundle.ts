import { open } from "node:fs/promises";
import { MilepostError } from "../../core/error.ts";

/** What the head of a bundle file says: gitformat-bundle(5). */
export interface BundleHeader {
  readonly prerequisites: readonly string[];
  readonly refs: readonly { readonly sha: string; readonly name: string }[];
  /** Bytes before the pack begins. */
  readonly packStart: number;
}

const longestHeader = 64 * 1024;
const sha = "[0-9a-f]{40}";

/**
 * Reads a bundle's header without trusting anything in it.
 *
 * @throws {MilepostError} when the file is no version 2 bundle, or its header is over 64 KiB.
 */
export const readBundleHeader = async (file: string): Promise<BundleHeader> => {
  const head = await readStart(file);
  const packStart = head.indexOf("\n\n") + 2;
  const lines = head.slice(0, packStart - 2).split("\n");
  if (packStart < 2 || lines.shift() !== "# v2 git bundle") throw unreadable(file, "not a version 2 bundle");
  const prerequisites: string[] = [];
  const refs: { sha: string; name: string }[] = [];
  for (const line of lines) {
    const wanted = new RegExp(`^-(${sha})(?: .*)?$`).exec(line)?.[1];
    const [, tip, name] = new RegExp(`^(${sha}) (\\S+)$`).exec(line) ?? [];
    if (wanted) prerequisites.push(wanted);
    else if (tip && name) refs.push({ sha: tip, name });
    else throw unreadable(file, "its header has an unknown line");
  }
  return { prerequisites, refs, packStart };
};

/** Latin-1 keeps one character a byte, so that an offset in the text is one in the file. */
const readStart = async (file: string): Promise<string> => {
  await using handle = await open(file).catch((cause: unknown) => {
    throw new MilepostError(`could not open the bundle ${file}`, { cause });
  });
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
  return buffer.toString("latin1", 0, bytesRead);
};

const unreadable = (file: string, why: string) =>
  new MilepostError(`the bundle ${file} is unusable: ${why}`, {
    hint: "it was damaged or not made by Milepost; run the todo again",
  });
