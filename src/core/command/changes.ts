import type { ChangeOf } from "../decide/change.ts";
import { fixText } from "../decide/texts.ts";
import { cut } from "../key.ts";
import type { TodoRecord } from "../todo/record.ts";
import { claimOf } from "../todo/state.ts";
import { askOf } from "../verdict/verdict.ts";

/**
 * A person's wish for a change: the issue to open, beside whatever a run does to the todo. Orchestrate sends the
 * todo back to its agent when it sees it, an approved or blocked one too.
 */
export const askChanges = (
  record: TodoRecord,
  { what, by, issue }: { what: string; by: string /** Number of the todo's issue. */; issue: number },
): ChangeOf<"create-fix"> => {
  const title = cut(what.trim().split("\n")[0] ?? "", 200) || "Change it";
  const ask = askOf({ cause: "person", title, body: what });
  const { plan, todo, rounds, pull, state } = record;
  const round = rounds + (claimOf(state) ? 1 : 0);
  return {
    type: "create-fix",
    why: `${by} asks for it`,
    todo,
    title: ask.title,
    text: fixText(ask, issue, pull),
    record: { v: 1, kind: "fix", plan, todo, key: ask.key, cause: "person", round },
  };
};
