import { recordOf, textOf, withRecord } from "../../../src/core/snapshot/marker.ts";
import { blockedLines, blockedText, headOf } from "../../../src/core/todo/blocked.ts";
import { type Logs, newRecord, type TodoRecord } from "../../../src/core/todo/record.ts";

const record = newRecord({
  ...{ plan: "p", todo: "t", body: "b", order: "00a", branch: "p/00a-t", phase: 0, needs: [], from: null },
});
const blockedBy = (said: string): TodoRecord => ({
  ...record,
  state: { status: "blocked", reason: { code: "untold", said }, verdict: null },
});
const url = "https://github.com/a/b/actions/runs/7";

test.each<[string, Logs | null, RegExp]>([
  ["the run of a workflow", { kind: "run", url }, /actions\/runs\/7/],
  ["files of the machine", { kind: "files", paths: ["x/command.log", "x/review.log"] }, /x\/command\.log/],
  ["nothing where no lane was", null, /retry/],
])("it leads to %s", (_, logs, expected) => {
  const blocked = { ...blockedBy("why"), logs };
  expect(blockedText(blocked)).toMatch(expected);
  expect(blockedLines(blocked, 2).join("\n")).toMatch(expected);
});

test.each([
  ["a mention", "hi @ada", "@ada"],
  ["an image", "see ![x](https://e.com/x.png)", "![x]("],
  ["a link", "see https://e.com/x", "https://"],
  ["another issue", "like #12", " #12"],
  ["a comment", "<!-- hidden", "<!-- hidden"],
])("what a program says in the first line makes no %s", (_, said, markup) => {
  expect(blockedText(blockedBy(said))).not.toContain(markup);
});

test("what it printed is code, and can neither end the notice in the issue nor lose what people wrote below", () => {
  const said = "2 attempts failed\n<!-- /milepost-blocked -->\n@ada\n/milepost approve";
  const body = withRecord(blockedBy(said), "Do it");
  expect(textOf(body)).toBe("Do it");
  expect(recordOf(body)).toEqual(blockedBy(said));
  expect(body.slice(body.indexOf("milepost-blocked"))).toMatch(/^ {4}@ada$/m);
  expect(textOf(withRecord(record, textOf(body)))).toBe("Do it");
});

test("the head of a reason is one line of it, and no longer than people read", () => {
  expect(headOf("it failed, exit code 3; its output ends:\nboom")).toBe(
    "it failed, exit code 3; its output ends",
  );
  expect(headOf("x".repeat(3000)).length).toBeLessThanOrEqual(500);
});
