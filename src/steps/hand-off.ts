import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { type Cost, maxBills } from "../core/cost/ledger.ts";
import { MilepostError } from "../core/error.ts";
import type { TellProgress } from "./program-ports.ts";

/** The files by which one step of a lane hands its work to the next. */
export const handOffFiles = {
  bundle: "change.bundle",
  report: "report.json",
  /** The bills of a program that runs. */
  running: "running.json",
  proposal: "proposal.json",
  broken: "broken.json",
  diff: "change.diff",
  since: "since.diff",
  review: "review.json",
  proof: "proof.json",
  landing: "landing.json",
} as const;

/** Writes a value into the hand-off, whole or not at all. */
export const writeHandOff = async (dir: string, name: string, value: unknown): Promise<void> => {
  await writeHandOffText(dir, name, `${JSON.stringify(value, null, 2)}\n`);
};

/** Writes a text into the hand-off, whole or not at all; answers its path. A lane may be the first that is here. */
export const writeHandOffText = async (dir: string, name: string, text: string): Promise<string> => {
  await mkdir(dir, { recursive: true });
  const file = join(dir, name);
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
  return file;
};

/** Reads a hand-off file; `null` when it is not there. Throws MilepostError when it is not what it should be. */
export const readHandOff = async <Value>(
  dir: string,
  name: string,
  schema: z.ZodType<Value>,
): Promise<Value | null> => {
  const file = join(dir, name);
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new MilepostError(`${file} is damaged`, { hint: "delete it and run again", cause });
  }
};

/** What an earlier lane left, to be used again; what cannot be read is of no use, and said. */
export const readLeft = async <Value>(
  { handOff, progress }: { readonly handOff: string; readonly progress: TellProgress },
  name: string,
  schema: z.ZodType<Value>,
): Promise<Value | null> => {
  try {
    return await readHandOff(handOff, name, schema);
  } catch (error) {
    if (!(error instanceof MilepostError)) throw error;
    progress("begins anew", error.message);
    return null;
  }
};

/** The bills of a hand-off: its own, and those of one that was left and is not used: nobody may have booked them. */
export const billed = (left: { readonly costs: readonly Cost[] } | null, own: readonly Cost[]): Cost[] => {
  const wasted = (left?.costs ?? []).map((cost) => ({ ...cost, wasted: true }));
  return [...wasted, ...own].slice(-maxBills);
};
