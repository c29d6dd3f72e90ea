import type { TodoEvent } from "../../../src/core/todo/event.ts";
import { reasonText } from "../../../src/core/todo/reasons.ts";
import { eventText } from "../../../src/core/todo/words.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { sha } from "../scene.ts";

const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const verdict = { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false };

const ask = askOf({ cause: "conflict", title: "Resolve it", body: "" });
const keys: string[] = [];
const lost = { code: "pull-closed", pull: 7 } as const;
const worn = "2 runs ended without a result: look at the logs, then retry";
const deep = "follow-ups came one out of the other, 5 times running, and more is asked";
const declined = { code: "declined", account: "claude", problem: "declined", said: "no" } as const;
const closed =
  "pull request #7 was closed without merging: open it again, its branch first if that is gone, or skip the todo";

test.each<[TodoEvent, string]>([
  [
    { type: "edited", placed: { body: "a", order: "00a", branch: "b", phase: 0, needs: [] } },
    "the plan was edited",
  ],
  [{ type: "removed" }, "the plan no longer has it"],
  [{ type: "restored" }, "the plan has it again"],
  [{ type: "repeated", asks: [] }, "another review asked for the same"],
  [{ type: "follow-ups-allowed" }, "its follow-ups may be opened"],
  [{ type: "outdated", by: "rules" }, "the plan has rules that its verdict does not confirm"],
  [{ type: "outdated", by: "checks" }, "its checks have not run at its head"],
  [{ type: "lost", run: "r", claim: "failed" }, "run r ended without a result"],
  [{ type: "head-moved", head: sha("1"), pull: 7 }, "#7 changed after its approval"],
  [{ type: "pushed", head: sha("1"), pull: 7 }, "#7 was pushed to"],
  [{ type: "merged-early", head: sha("1"), pull: 7 }, "#7 is merged"],
  [{ type: "pull-found", head: sha("1"), pull: 7, state: "open" }, "#7 is open, as it should be"],
  [{ type: "pull-lost", reason: lost }, closed],
  [{ type: "worn-out", reason: { code: "runs-ended", runs: 2 } }, worn],
  [
    { type: "stopped", reason: { code: "agent-asks", said: "no key" } },
    "the agent asks for a person: no key",
  ],
  [
    { type: "budget-spent", reason: { code: "over-budget", limit: "todoUsd", most: 5, spent: 6 } },
    "it took $6.00, and `limits.todoUsd` is $5.00: raise it in the plan, then retry",
  ],
  [{ type: "declined", account: "claude", isLast: true, reason: declined }, reasonText(declined)],
  [{ type: "follow-ups-exceeded", reason: { code: "follow-ups-deep", rounds: 5 } }, deep],
  [{ type: "conflicted", ask, rounds: 2 }, "Resolve it"],
  [{ type: "begun-anew", pull: 7 }, "#7 is merged: what is asked goes into a new one"],
  [{ type: "skipped", why: null }, "a person closed it"],
  [{ type: "skipped", why: "ada: no need" }, "skipped by ada: no need"],
  [{ type: "closed-unapproved" }, "it was closed without an approval"],
  [{ type: "reopened" }, "it was opened again"],
  [{ type: "withdrawn", asks: [], takenUp: [] }, "what a person asked for no longer stands"],
  [{ type: "asked-for-changes", by: ["ada", "ben"], asks: [], keys }, "ada, ben asked for changes"],
  [{ type: "fixes-opened", keys }, "a follow-up was opened"],
  [{ type: "approved", by: "ada", head: sha("1"), keys }, `ada approved ${sha("1").slice(0, 10)}`],
  [{ type: "approval-restored" }, "what was asked after its approval is withdrawn"],
  [{ type: "told" }, "people are told why it is blocked"],
  [{ type: "paused" }, "a person paused it"],
  [{ type: "resumed" }, "a person resumed it"],
  [{ type: "retried", by: "ada" }, "ada asked for a retry"],
  [{ type: "given-rounds", by: "ada", rounds: 5, limit: 3 }, "ada set its rounds to 5"],
  [{ type: "granted", by: "ada", paths: [] }, "ada granted paths"],
  [{ type: "reassigned", by: "ada", body: "b" }, "ada gave it to b"],
])("%j is told in words", (event, words) => {
  expect(eventText(event)).toEqual([words]);
});

test.each<TodoEvent>([
  { type: "freed" },
  { type: "held-up" },
  { type: "rebased", base: "main" },
  { type: "unfit", base: "main" },
  { type: "heard", comment: 1 },
  { type: "branch-found", head: null },
  { type: "branch-taken", claimed: sha("1") },
  { type: "claimed", claim, from: "implement", base: "main", head: sha("1"), logs: null, hold: null },
  { type: "proposed", pull: 7, head: sha("1"), lines: 3, checked: { commit: sha("1"), gates: [], ran: [] } },
  { type: "billed", costs: [] },
  { type: "cut-off" },
  { type: "served", accounts: ["claude"], at: "2026-11-22T00:00:00.000Z" },
  { type: "unreviewed" },
  { type: "excused", excuse: "offline", said: "", hold: null, most: 3 },
  { type: "failed", failure: { kind: "broken", said: "" }, attempts: 2 },
  { type: "refused", head: sha("1"), ask, gates: { kind: "gates", gates: [], said: "" }, attempts: 2 },
  { type: "unchanged", said: "", wishes: [] },
  {
    ...{ type: "reviewed", decision: verdict, asks: [], points: [], answer: "", judged: {}, rounds: 5 },
  },
])("$type says nothing: the change that it is written with does", (event) => {
  expect(eventText(event)).toEqual([]);
});
