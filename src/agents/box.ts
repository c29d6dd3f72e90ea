import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder } from "../git/worktrees/remove-folder.ts";
import type { Box } from "./adapters/adapter.ts";
import { answerSchema } from "./answer.ts";

/** The files of one run: what it is told, and where it may answer. */
export interface RunBox extends Box {
  readonly outcome: string;
  readonly verdict: string;
}

/** Makes the folder of one run anew, with the prompt in it; what an earlier run answered is gone. */
export const layBox = async (dir: string, prompt: string): Promise<RunBox> => {
  const box: RunBox = {
    dir,
    prompt: join(dir, "prompt.md"),
    schema: join(dir, "verdict.schema.json"),
    usage: join(dir, "usage.json"),
    outcome: join(dir, "outcome.json"),
    verdict: join(dir, "verdict.json"),
  };
  await removeFolder(dir);
  await mkdir(dir, { recursive: true });
  await writeFile(box.prompt, prompt);
  await writeFile(box.schema, JSON.stringify(answerSchema()));
  return box;
};
