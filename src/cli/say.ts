import { MilepostError } from "../core/error.ts";
import { shellWord } from "../core/shell-word.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { homeOf } from "../local/home.ts";
import { refusePublished } from "../local/published.ts";
import { exits } from "./exit.ts";
import { openForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { say as sayOnForge } from "./speech.ts";
import { markdownLines } from "./text/markdown.ts";

interface SayCommandOptions {
  readonly repo: string;
  /** Id or order of the todo that it is about; the whole plan when not given. */
  readonly todo?: string;
  readonly json?: boolean;
}

/** Whether what is said is to set something going. */
const moves = ([name = ""]: readonly string[]): boolean =>
  !["help", "status", "pause", "stop", "skip"].includes(name.toLowerCase());

/** `milepost say`: a command as a comment on the local forge, in the owner's name, and its answer. */
export const say = async (
  file: string,
  words: readonly string[],
  { repo, todo, json }: SayCommandOptions,
): Promise<number> => {
  const plan = await readPlan(file);
  const repository = await openRepository(repo);
  await refusePublished(homeOf(repository), plan.id, file);
  const look = await openForge(repository);
  if (!look)
    throw new MilepostError("nothing has run here yet", { hint: `begin with \`milepost run ${file}\`` });
  const body = `/milepost ${words.join(" ")}`;
  const answer = await sayOnForge({ plan, repository, todo, body, begun: new Date() }, look);
  const isObeyed = answer.outcome === "obeyed" || answer.outcome === "waiting";
  const lines = json
    ? [JSON.stringify({ type: "answer", ...answer })]
    : [
        ...markdownLines(answer.text, process.stdout.columns ?? null),
        ...(isObeyed && !answer.running && moves(words)
          ? [`Nothing runs now: go on with \`milepost run ${shellWord(file)}\`.`]
          : []),
      ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return isObeyed ? exits.done : exits.error;
};
