import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProgramFiles } from "./adapters/adapter.ts";
import { answerSchema } from "./answer.ts";
import { removeAllBut } from "./session.ts";

/** The files of one run: what it is told, and where it may answer. */
export interface RunDirectory extends ProgramFiles {
  readonly outcome: string;
  readonly verdict: string;
}

/** Makes the folder of one run anew, with the prompt in it; what an earlier run answered is gone, but for what is kept. */
export const layRunDirectory = async (
  dir: string,
  prompt: string,
  kept: readonly string[] = [],
): Promise<RunDirectory> => {
  const directory: RunDirectory = {
    dir,
    prompt: join(dir, "prompt.md"),
    schema: join(dir, "verdict.schema.json"),
    usage: join(dir, "usage.json"),
    outcome: join(dir, "outcome.json"),
    verdict: join(dir, "verdict.json"),
  };
  await removeAllBut(dir, kept);
  await mkdir(dir, { recursive: true });
  await writeFile(directory.prompt, prompt);
  await writeFile(directory.schema, JSON.stringify(answerSchema()));
  return directory;
};
