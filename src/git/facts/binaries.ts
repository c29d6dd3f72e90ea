import { StringDecoder } from "node:string_decoder";
import type { End, FileChange } from "../../gates/gate.ts";
import { isKnownBinary, TextWeight } from "../../gates/text-content.ts";
import { isTextName } from "../../gates/text-name.ts";
import type { Git } from "../git.ts";
import { readBlobs } from "./blobs.ts";

/** The files, of which those that git takes for binary say whether they are text, or of a format that is known. */
export const withKinds = async (git: Git, files: readonly FileChange[]): Promise<FileChange[]> => {
  const open = files.filter(({ binary, path }) => binary && !isTextName(path));
  const kinds = await kindsOf(git, new Set(open.flatMap(blobsOf)));
  return files.map((file) => {
    if (!file.binary) return file;
    if (isTextName(file.path)) return { ...file, binary: false, asText: true };
    const both = blobsOf(file).flatMap((blob) => kinds.get(blob) ?? []);
    const isText = both.some(({ text }) => text);
    return isText ? { ...file, binary: false, asText: true } : { ...file, known: both.at(-1)?.known ?? true };
  });
};

const blobsOf = ({ before, after }: FileChange): string[] => [before, after].flatMap(blobOf);

/** The object of a plain file; a link's is where it leads, a submodule's is elsewhere. */
const blobOf = (end: End | null | undefined): string[] =>
  end?.mode.startsWith("100") === true ? [end.blob] : [];

interface Kind {
  readonly text: boolean;
  readonly known: boolean;
}

const kindsOf = async (git: Git, blobs: ReadonlySet<string>): Promise<ReadonlyMap<string, Kind>> => {
  const kinds = new Map<string, Kind>();
  const names = [...blobs];
  await readBlobs(git, names, (at) => {
    const weight = new TextWeight();
    const decoder = new StringDecoder("utf8");
    let start = new Uint8Array();
    return {
      push: (chunk) => {
        if (start.length < 32) start = Buffer.concat([start, chunk.subarray(0, 32)]);
        weight.push(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
      },
      end: () => void kinds.set(names[at] ?? "", { text: weight.isText, known: isKnownBinary(start) }),
    };
  });
  return kinds;
};
