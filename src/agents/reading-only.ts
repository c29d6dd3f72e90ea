import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { MilepostError } from "../core/error.ts";
import { orNullIfMissing } from "../git/files.ts";

/** Characters of diff that a prompt can hold beside what else a model is to keep in mind. */
const longest = 400_000;
/** Characters of output that are told: what failed or passed stands at its end. */
const toldOfOutput = 20_000;

/** What a reviewer that runs nothing is told beside its prompt. */
interface CommandOutput {
  /** Files that the prompt names, for a program that has nothing to read them by. */
  readonly files: readonly string[];
  /** What the plan's commands printed when Milepost ran them. */
  readonly output: string;
}

/**
 * A prompt for a reviewer that runs nothing of the change.
 *
 * @throws {MilepostError} when the files are too long: a part would be approved for the whole.
 */
export const promptForReading = async (prompt: string, { files, output }: CommandOutput): Promise<string> => {
  const { fence } = await import("./prompt.ts");
  const texts = await Promise.all(
    files.map(async (file) => ({ name: basename(file), text: await textOf(file) })),
  );
  const parts = texts.map(({ name, text }) => `## ${name}\n\n${fence(text)}\n`);
  if (parts.reduce((sum, part) => sum + part.length, 0) > longest) {
    throw new MilepostError(
      `the diff is over ${longest} characters, and this reviewer runs no command to read it by`,
      { hint: "run `milepost doctor` for a sandbox in which it does, or name another reviewer" },
    );
  }
  const printed = (await textOf(output)).slice(-toldOfOutput);
  return [
    prompt,
    "## What you cannot do\n\nYou run no commands here: what they ran could answer in your place.\n",
    ...(parts.length === 0 ? [] : ["These are the files that are named above.\n", ...parts]),
    ...(printed === ""
      ? []
      : [`The plan's commands printed this, at the end, when Milepost ran them:\n\n${fence(printed)}\n`]),
  ].join("\n");
};

const textOf = async (file: string): Promise<string> => (await orNullIfMissing(readFile(file, "utf8"))) ?? "";
