import { openRepository } from "../git/repositories/repository.ts";
import { diffLines } from "./diff/lines.ts";
import { readDiff } from "./diff/read.ts";
import { exits } from "./exit.ts";
import { findPlan } from "./find-plan.ts";
import { forgeToRead } from "./forge-kind.ts";
import { readForge } from "./open-forge.ts";
import { plain } from "./text/clip.ts";
import { colorsFor } from "./text/colors.ts";

interface DiffCommandOptions {
  readonly repo: string;
  readonly plan?: string;
  readonly forge?: string;
  readonly round?: number;
  readonly json?: boolean;
}

/** `milepost diff`: what a todo changes; as git wrote it where it goes to a file or a program. */
export const diff = async (
  todo: string,
  { repo, plan: named, forge, round, json }: DiffCommandOptions,
): Promise<number> => {
  const repository = await openRepository(repo);
  const { plan } = await findPlan(repository, { plan: named, todo, command: "diff" });
  const kind = await forgeToRead(forge, repository, plan.id);
  const change = await readForge(repository, (look) => readDiff(plan, look, { name: todo, round }), kind);
  const { stdout } = process;
  if (json) {
    stdout.write(`${JSON.stringify({ type: "diff", ...change })}\n`);
    return exits.done;
  }
  const colors = colorsFor(stdout);
  const said = `${change.order} ${change.todo}: ${change.from} → ${change.to}`;
  process.stderr.write(`${colorsFor(process.stderr).dim(plain(said))}\n`);
  if (change.diff === "") process.stderr.write("nothing changed\n");
  else if (stdout.isTTY || colors.isColorSupported)
    stdout.write(`${diffLines(change.diff, colors).join("\n")}\n`);
  else stdout.write(change.diff);
  return exits.done;
};
