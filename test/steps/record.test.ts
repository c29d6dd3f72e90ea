import { newRecord } from "../../src/core/todo/record.ts";
import type { OwnIssue } from "../../src/steps/ports.ts";
import { readClaimed } from "../../src/steps/record.ts";

const entry = { todo: "a1", issue: 2, claim: "1".repeat(40) };
const record = newRecord({
  ...{ plan: "p", todo: "a1", body: "a", order: "00a", branch: "t/00a-a1", phase: 0, needs: [], from: null },
});

const claim = { run: "9-1", sha: "2".repeat(40), at: "2026-01-01T00:00:00Z", accounts: [] };

test.each([
  ["another run has it", { status: "working", claim, verdict: null }, /another run goes on with it/],
  ["nobody has begun it again", { status: "ready" }, /it is ready, and the next run starts it anew/],
  [
    "it waits for a person",
    { status: "skipped", why: null, before: { status: "ready" } },
    /settled, and the todo is skipped; a lane is not run twice/,
  ],
])("an old job that is run again says how its todo stands: %s", async (_, state, hint) => {
  const own = { id: 1, issue: {}, record: { ...record, claimed: entry.claim, state } } as unknown as OwnIssue;
  const read = readClaimed({ getIssue: async () => own }, entry as never);
  await expect(read).rejects.toMatchObject({
    message: "todo a1 is no longer claimed by this run",
    hint: expect.stringMatching(hint),
  });
});
