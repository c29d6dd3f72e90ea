import { count } from "../count.ts";
import { cut, lastOf } from "../key.ts";
import { quoted } from "../publish/quoted.ts";
import { type Ask, askOf } from "../verdict/verdict.ts";
import type { CiHead } from "./look.ts";
import type { SeenCheck } from "./seen.ts";
import type { CiState } from "./state.ts";

/** Names of checks as text: they are the repository's, or whoever reports there chose them. */
const checkNames = (names: readonly string[], most = 5): string => {
  const few = names.slice(0, most).map((name) => `"${cut(name.replace(/\s+/g, " "), 100)}"`);
  return [...few, ...(names.length > most ? [`${names.length - most} more`] : [])].join(", ");
};

/** How the CI of a head stands, as the end of a sentence about it. */
export const ciStateText = (state: CiState): string => {
  switch (state.kind) {
    case "passed":
      return state.checks.length === 0 ? "nothing runs" : `${checkNames(state.checks)} passed`;
    case "pending":
      return state.checks.length === 0 ? "nothing has begun yet" : `waits for ${checkNames(state.checks)}`;
    case "hung":
      return `${checkNames(state.checks)} did not end in time`;
    case "failed":
      return `${checkNames(state.checks.map(({ name }) => name))} failed${state.rerun.length > 0 ? ", and runs again" : ""}`;
    case "approval":
      return "its workflows wait for a person's approval";
    case "unread":
      return "its checks cannot be read";
    case "not-run":
      return state.checks.length === 0 ? "nothing was run there" : `${checkNames(state.checks)}: not run`;
    default:
      return state satisfies never;
  }
};

/** Failed checks that one fix names, and what it quotes of their logs, in characters. */
const maxFailed = 5;
const maxLog = 2600;

/** What its agent is asked for whose head does not pass the repository's own CI. */
export const failedAsk = (seen: Pick<CiHead, "head" | "logs">, failed: readonly SeenCheck[]): Ask =>
  checksAsk(
    `The repository's own checks fail at ${seen.head.slice(0, 10)}, and failed again where they could be run again.`,
    seen,
    failed,
  );

/** What its agent is asked for whose head passes alone, and not in the merge queue of `base`. */
export const groupFailedAsk = (
  seen: Pick<CiHead, "head" | "logs">,
  failed: readonly SeenCheck[],
  base: string,
): Ask =>
  checksAsk(
    `The repository's own checks pass at ${seen.head.slice(0, 10)}, but in the merge queue, merged into \`${base}\` as that was then, they failed twice. Merge \`origin/${base}\` into this branch first.`,
    seen,
    failed,
  );

const checksAsk = (how: string, { logs }: Pick<CiHead, "logs">, failed: readonly SeenCheck[]): Ask => {
  const shown = failed.slice(0, maxFailed);
  const room = Math.floor(maxLog / shown.length);
  const named = shown.map((check) => checkText(check, check.job && logs.get(check.job.id), room));
  const more =
    failed.length > shown.length ? [`And ${count(failed.length - shown.length, "more check")}.`] : [];
  return askOf({
    cause: "ci",
    title: `Make the checks pass: ${checkNames(
      failed.map(({ name }) => name),
      3,
    )}`,
    body: [`${how} Change what they say is wrong, not the checks.`, ...named, ...more].join("\n\n"),
  });
};

const checkText = ({ name, said }: SeenCheck, log: string | null | undefined, room: number): string => {
  const words = log ? `the end of its log:\n\n${quoted(lastOf(log.trimEnd(), room))}` : said.trim();
  return `- ${checkNames([name])}${words === "" ? "" : log ? `, ${words}` : `:\n\n${quoted(cut(words, room))}`}`;
};
