import { noColors } from "../../../src/cli/text/colors.ts";
import { lastingLine, paintLine, stepLine } from "../../../src/cli/view/lines.ts";
import type { RunEvent } from "../../../src/local/events.ts";
import { settled, step } from "./story.ts";

const told = (event: RunEvent, columns: number | null = null): string | null => {
  const line = lastingLine(event);
  return line && paintLine(line, columns, noColors);
};

const notice = {
  type: "notice",
  id: "i",
  event: "person",
  to: "the webhook HOOK",
  what: "T: it waits",
  problem: null,
} as const;

test.each<[RunEvent, string | null]>([
  [settled("cart", "add", "approved", { detail: "Good." }), "✓ 01a add: approved: Good."],
  [settled("cart", "add", "approved", { round: 2 }), "✓ 01a add: approved in round 2"],
  [settled("cart", "add", "changes requested"), "↺ 01a add: changes requested in round 1"],
  [settled("cart", "add", "refused"), "↺ 01a add: sent back by the gates"],
  [settled("cart", "add", "failed", { attempt: 2 }), "↺ 01a add: attempt 2 failed"],
  [settled("cart", "add", "lost"), "↺ 01a add: attempt 1 failed"],
  [settled("cart", "add", "nothing"), "↺ 01a add: the agent changed nothing"],
  [settled("cart", "add", "interrupted"), "○ 01a add: interrupted"],
  [settled("cart", "add", "unreadable"), "✗ 01a add: the verdict cannot be taken"],
  [settled("cart", "add", "blocked", { detail: "no\nkey" }), "✗ 01a add: blocked: no key"],
  [
    step("cart", "add", "signing off", { detail: "1 missing sign-off added" }),
    "+ 01a add: 1 missing sign-off added",
  ],
  [
    step("cart", "add", "removed", { detail: "a, b: none holds it" }),
    "! 01a add: removed: a, b: none holds it",
  ],
  [step("cart", "add", "agent, fix 1 of 2"), "↺ 01a add: sent back by the gates, fix 1 of 2"],
  [
    step("cart", "add", "agent, fix 1 of 2", {
      detail: "- scope failed: outside: a.ts\n  too\n- size failed: much",
    }),
    "↺ 01a add: sent back by the gates, fix 1 of 2: scope: outside: a.ts",
  ],
  [step("cart", "add", "agent"), null],
  [{ type: "warning", message: "careful" }, "! careful"],
  [{ ...notice, outcome: "sent" }, "· told the webhook HOOK: T: it waits"],
  [{ ...notice, outcome: "failed" }, null],
  [{ type: "change", change: "create-fix", todo: "add", why: "" }, "+ follow-up opened for add"],
  [{ type: "change", change: "claim", todo: "add", why: "" }, null],
])("event %# is told as a line of its own, or not at all", (event, expected) => {
  expect(told(event)).toBe(expected);
});

test("what is said of it is cut before its name", () => {
  const event = settled("cart", "add", "failed", { detail: "exit code 3; its output ends so" });
  expect(told(event, 40)).toBe("↺ 01a add: attempt 1 failed: exit code…");
  expect(told(event, 12)).toBe("↺ 01a add:…");
});

test("what was denied is told with the step that says so", () => {
  const denied = step("cart", "add", "agent denied", { detail: "write /etc/x\nreach a.example:443" });
  if (denied.type !== "step") throw new Error("it is a step");
  expect(paintLine(stepLine(denied), null, noColors)).toBe(
    "· 01a add: agent denied: write /etc/x; reach a.example:443",
  );
});
