import { writeFile } from "node:fs/promises";
import { planPricesSchema } from "../core/cost/prices.ts";
import { MilepostError } from "../core/error.ts";
import { draftAnswerSchema } from "../core/import/drafted/answer.ts";
import { limitsSchema } from "../core/plan/limits.ts";
import { adapters } from "./adapters/list.ts";
import { strictSchema } from "./answer.ts";
import { secretsOf } from "./needs.ts";
import { type RunnersPlace, run } from "./one-run.ts";
import type { ReadyProgram } from "./program.ts";
import { readText } from "./read-json.ts";
import { redactorOf } from "./redact.ts";
import { layRunDirectory } from "./run-directory.ts";

/** Where a program drafts a plan. */
interface DraftPlace extends Pick<RunnersPlace, "confine" | "signal"> {
  readonly ready: ReadyProgram;
  /** A folder of its own, in which it answers. */
  readonly dir: string;
  /** An empty folder, in which it is started. */
  readonly cwd: string;
}

/** Where a program's draft is looked for. */
export const draftAnswerIn = ({ program }: ReadyProgram): "file" | "message" =>
  adapters[program.use].verdictFile ? "file" : "message";

/**
 * Asks a program once for the draft of a plan: it reads the prompt, and neither runs nor writes anything but its answer.
 *
 * @throws {MilepostError} when it fails, or gives none.
 */
export const askForDraft = async (
  { ready, dir, cwd, ...place }: DraftPlace,
  prompt: string,
): Promise<string> => {
  const directory = await layRunDirectory(dir, prompt);
  await writeFile(directory.schema, JSON.stringify(strictSchema(draftAnswerSchema)));
  const { end, said } = await run(
    {
      ...place,
      plan: { limits: limitsSchema.parse({}), prices: planPricesSchema.parse(undefined) },
      logs: () => dir,
      marker: () => `${dir}:draft`,
    },
    {
      ...{ entry: { todo: "draft" }, role: "reviewer", ready, cwd, prompt, directory },
      env: { MILEPOST_PROMPT: directory.prompt, MILEPOST_VERDICT: directory.verdict },
      redactor: redactorOf(secretsOf(ready.program, process.env)),
      ...{ session: null, onlyReads: true },
    },
  );
  const { title } = adapters[ready.program.use];
  if (!end.ok)
    throw new MilepostError(`${title} drafted no plan: ${end.how}`, {
      hint: "import without --with goes by structure",
    });
  if (draftAnswerIn(ready) === "message") return said;
  return (await readText(directory.verdict, "the draft")) ?? "";
};
