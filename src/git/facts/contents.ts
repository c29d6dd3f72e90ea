import type { Facts, FileChange } from "../../gates/gate.ts";
import { generatedByContent } from "../../gates/generated/content.ts";
import {
  pastWanted,
  type Read,
  type Reading,
  readingsFor,
  withReadings,
} from "../../gates/generated/judge.ts";
import { Sampler } from "../../gates/generated/sampler.ts";
import type { Git } from "../git.ts";
import { readBlobs } from "./blobs.ts";
import { pastOf } from "./past.ts";

/** The facts with why the contents of files count as generated, read where nothing else decides it. */
export const withContents = async (
  git: Git,
  facts: Facts,
  { globs, base }: { globs: readonly string[]; base: string },
): Promise<Facts> => {
  const filled = await withOpenContents(git, facts, globs);
  const wanted = pastWanted(filled, globs);
  if (wanted.length === 0) return filled;
  const pathOf = ({ from, path }: FileChange): string => from ?? path;
  const past = await pastOf(git, base, wanted.map(pathOf));
  const asked = new Set(wanted);
  const files = filled.files.map((file) =>
    asked.has(file) ? { ...file, past: past.get(pathOf(file)) ?? [] } : file,
  );
  return await withOpenContents(git, { ...filled, files }, globs);
};

const withOpenContents = async (git: Git, facts: Facts, globs: readonly string[]): Promise<Facts> => {
  let filled = facts;
  for (let wanted = readingsFor(filled, globs); wanted.length > 0; wanted = readingsFor(filled, globs)) {
    filled = withReadings(filled, await readContents(git, wanted));
  }
  return filled;
};

const readContents = async (git: Git, wanted: readonly Reading[]): Promise<Read[]> => {
  const read: Read[] = [];
  const blobs = wanted.map(({ blob }) => blob);
  await readBlobs(git, blobs, (at) => {
    const { path = "", blob = "", needs = nothing } = wanted[at] ?? {};
    const sampler = new Sampler(needs);
    return {
      push: (chunk) => sampler.push(chunk),
      end: () => void read.push({ path, blob, contents: generatedByContent(path, sampler.end()) }),
    };
  });
  return read;
};

const nothing = { lines: 0, whole: false };
