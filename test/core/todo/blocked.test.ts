import { recordOf, textOf, withRecord } from "../../../src/core/snapshot/marker.ts";
import type { HowToAnswer } from "../../../src/core/todo/answers.ts";
import { blockedLines, blockedText, commentOf, headOf, isUntold } from "../../../src/core/todo/blocked.ts";
import { type Logs, newRecord, type TodoRecord } from "../../../src/core/todo/record.ts";
import { transition } from "../../../src/core/todo/transition.ts";

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
  expect(blockedLines(blocked, { issue: 2 }).join("\n")).toMatch(expected);
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
  expect(body.slice(body.indexOf("milepost-blocked"))).toMatch(/^ {4}@\u200bada$/m);
  expect(textOf(withRecord(record, textOf(body)))).toBe("Do it");
});

test("the head of a reason is one line of it, and no longer than people read", () => {
  expect(headOf("it failed, exit code 3; its output ends:\nboom")).toBe(
    "it failed, exit code 3; its output ends",
  );
  expect(headOf("x".repeat(3000)).length).toBeLessThanOrEqual(500);
});

const wants: TodoRecord = {
  ...record,
  state: { status: "blocked", reason: { code: "paths-wanted", paths: ["docs/a.md"] }, verdict: null },
};
const long = `${"x".repeat(600)}\nand more`;
const intro = "Answer with one of these, as a line of a comment here; the first fits best:";
const changes = "- `/milepost changes <what>` tells its agent what to do";
const skip = "- `/milepost skip <why>` drops it";
const help = "- `/milepost help` lists what else there is";
const answers = `${intro}\n\n- \`/milepost retry\` gives it new attempts and rounds\n${changes}\n${skip}\n${help}`;
const grants = `${intro}\n\n- \`/milepost grant\` opens these paths to it\n- \`/milepost retry\` lets it try without them\n${skip}\n${help}`;
const nothingTried = "0 runs of programs (nothing yet)";

test.each<[string, TodoRecord, string[]]>([
  [
    "what was tried, and where the rest is",
    { ...blockedBy("why"), failed: 1, lost: 1, rounds: 1, logs: { kind: "run", url } },
    [
      "**Blocked: it waits for a person.** why.",
      `Tried: ${nothingTried}, 1 failed attempt in this round, 1 cut off, 1 round of review.`,
      url,
      answers,
    ],
  ],
  [
    "files as code, and a grant where paths are wanted",
    { ...wants, logs: { kind: "files", paths: ["x/http.log"] } },
    [
      "**Blocked: it waits for a person.** the agent asks for paths that its body does not own: docs/a.md.",
      `Tried: ${nothingTried}, 0 rounds of review.`,
      "`x/http.log`",
      grants,
    ],
  ],
  [
    "a first line that is too long once more, as code, with the lines below it",
    blockedBy(long),
    [
      `**Blocked: it waits for a person.** ${headOf(long).replace(/[[\]]/g, "\\$&")}.`,
      `In its own words:\n\n    ${"x".repeat(600)}\n    and more`,
      `Tried: ${nothingTried}, 0 rounds of review.`,
      answers,
    ],
  ],
  ["nothing when it is not blocked", record, [""]],
])("in its issue it says %s", (_, blocked, lines) => {
  expect(blockedText(blocked)).toBe(lines.join("\n\n"));
});

const typed: HowToAnswer = (command, { order, issue }) => `say ${order} ${issue}: ${command}`;

test.each<[string, TodoRecord, Parameters<typeof blockedLines>[1], string[]]>([
  [
    "what it printed, and what answers as it is typed there",
    { ...blockedBy("it failed:\nboom\nbang"), logs: { kind: "files", paths: ["x.log"] } },
    { issue: 2, how: typed },
    [
      "  | boom",
      "  | bang",
      `  tried: ${nothingTried}, 0 rounds of review`,
      "  logs:  x.log",
      "  next:  say 00a 2: retry           # gives it new attempts and rounds",
      "  or:    say 00a 2: changes <what>  # tells its agent what to do",
      "  or:    say 00a 2: skip <why>      # drops it",
    ],
  ],
  [
    "comments where nothing else is said",
    { ...wants, logs: { kind: "run", url } },
    { issue: null },
    [
      `  tried: ${nothingTried}, 0 rounds of review`,
      `  logs:  ${url}`,
      "  next:  comment `/milepost grant`       # opens these paths to it",
      "  or:    comment `/milepost retry`       # lets it try without them",
      "  or:    comment `/milepost skip <why>`  # drops it",
    ],
  ],
  ["nothing when it is not blocked", record, { issue: 2 }, []],
])("on a terminal it says %s", (_, blocked, place, lines) => {
  expect(blockedLines(blocked, place)).toEqual(lines);
});

test("a first line of just the longest length is not said twice, and its code stands as it is", () => {
  expect(blockedText(blockedBy("x".repeat(500)))).not.toContain("In its own words");
  expect(blockedText(blockedBy("run `a_b` or a_b"))).toContain("run `a_b` or a\\_b.");
  expect(blockedText(blockedBy("run `` or `"))).toContain("run `` or \\`.");
});

test("people are told once of each reason, in a comment of its own after it went on", () => {
  const told = transition(blockedBy("why"), { type: "told" });
  expect([isUntold(blockedBy("why")), isUntold(told), isUntold(record)]).toEqual([true, false, false]);
  expect([commentOf(blockedBy("why")), commentOf(told)]).toEqual(["blocked 1", "blocked 1"]);
  const another = { ...told, state: blockedBy("another").state };
  expect([isUntold(another), commentOf(another)]).toEqual([true, "blocked 1"]);
  const goneOn = transition(told, { type: "retried", by: "ada" });
  expect(goneOn).toMatchObject({ todo: "t", state: { status: "pending" }, told: { times: 1, reason: null } });
  const again = { ...goneOn, state: told.state };
  expect([isUntold(again), commentOf(again)]).toEqual([true, "blocked 2"]);
  const nothing = transition(record, { type: "told" });
  expect([nothing.told.times, isUntold(nothing)]).toEqual([1, false]);
  const skipped = transition(told, { type: "skipped", why: null });
  expect(isUntold(transition(skipped, { type: "reopened" }))).toBe(false);
});
