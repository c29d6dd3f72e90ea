import { StringDecoder } from "node:string_decoder";
import type { Facts, FileChange } from "../../gates/gate.ts";
import { generatedByContent } from "../../gates/generated/content.ts";
import {
  pastWanted,
  type Read,
  ReadContents,
  type Reading,
  readingsFor,
} from "../../gates/generated/judge.ts";
import { Sampler } from "../../gates/generated/sampler.ts";
import type { Git } from "../git.ts";
import { allInTurns, inTurns } from "../in-turns.ts";
import { readBlobs } from "./blobs.ts";
import { pastOf } from "./past.ts";

/** The facts with why the contents of files count as generated, read where nothing else decides it. */
export const withContents = async (
  git: Git,
  facts: Facts,
  { globs, base }: { globs: readonly string[]; base: string },
): Promise<Facts> => {
  const filled = await withOpenContents(git, facts, globs);
  const wanted = await allInTurns(filled.files, (files) => pastWanted({ ...filled, files }, globs));
  if (wanted.length === 0) return filled;
  const pathOf = ({ from, path }: FileChange): string => from ?? path;
  const past = await pastOf(git, base, wanted.map(pathOf));
  const asked = new Set(wanted);
  const files = await allInTurns(filled.files, (some) =>
    some.map((file) => (asked.has(file) ? { ...file, past: past.get(pathOf(file)) ?? [] } : file)),
  );
  return await withOpenContents(git, { ...filled, files }, globs);
};

const withOpenContents = async (git: Git, facts: Facts, globs: readonly string[]): Promise<Facts> => {
  const open = ({ files }: Facts) =>
    allInTurns(files, (some) => readingsFor({ ...facts, files: some }, globs));
  let filled = facts;
  for (let wanted = await open(filled); wanted.length > 0; wanted = await open(filled)) {
    const contents = new ReadContents();
    await inTurns(await readContents(git, wanted), (some) => contents.add(some));
    filled = { ...filled, files: await allInTurns(filled.files, (some) => contents.fill(some)) };
  }
  return filled;
};

const readContents = async (git: Git, wanted: readonly Reading[]): Promise<Read[]> => {
  const read: Read[] = [];
  const blobs = wanted.map(({ blob }) => blob);
  await readBlobs(git, blobs, (at) => {
    const { path = "", blob = "", needs = nothing } = wanted[at] ?? {};
    const sampler = new Sampler(needs);
    const decoder = new StringDecoder("utf8");
    return {
      push: (chunk) => sample(sampler, decoder, chunk),
      end: () => {
        sampler.push(decoder.end());
        read.push({ path, blob, contents: generatedByContent(path, sampler.end()) });
      },
    };
  });
  return read;
};

/** Decodes little at a time: of most files the first lines are enough. */
const sample = (sampler: Sampler, decoder: StringDecoder, chunk: Uint8Array): void => {
  for (let at = 0; at < chunk.length && !sampler.full; at += decodedAtOnce) {
    const length = Math.min(decodedAtOnce, chunk.length - at);
    sampler.push(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset + at, length)));
  }
};

const decodedAtOnce = 4096;

const nothing = { lines: 0, whole: false };
