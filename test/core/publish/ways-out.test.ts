import MarkdownIt from "markdown-it";
import type { LaneJob } from "../../../src/action/lane.ts";
import {
  proposalSummary,
  reportSummary,
  reviewSummary,
  settledSummary,
} from "../../../src/action/summary/lane.ts";
import { proofSummary } from "../../../src/action/summary/proof.ts";
import { boardOf } from "../../../src/core/board/board.ts";
import { reportMarkdown } from "../../../src/core/board/report-markdown.ts";
import { statusOfTodo } from "../../../src/core/command/on-todo.ts";
import { replyOf } from "../../../src/core/command/reply.ts";
import { fixText } from "../../../src/core/decide/texts.ts";
import { pullBody } from "../../../src/core/lane/pull-body.ts";
import { questionText } from "../../../src/core/lane/question.ts";
import { plainMessage } from "../../../src/core/notice/shapes.ts";
import { noticeText } from "../../../src/core/notice/text.ts";
import { harmlessTitle } from "../../../src/core/publish/line.ts";
import { trackingText } from "../../../src/core/report/tracking-text.ts";
import { withRecord } from "../../../src/core/snapshot/marker.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import { blockedText } from "../../../src/core/todo/blocked.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { disputeText } from "../../../src/core/todo/dispute-text.ts";
import { reviewText } from "../../../src/core/verdict/review-text.ts";
import { askOf, judge, verdictSchema } from "../../../src/core/verdict/verdict.ts";
import { gateTable } from "../../../src/gates/list.ts";
import { coherentMessage } from "../../../src/git/hand-off/coherent-message.ts";
import { planWith, type Seen, seeing, sha } from "../scene.ts";

/* What a program says, by every way on which it leaves for a forge, as GitHub would read it there. */

const plan = planWith({ a: [{}] });
const entry = { todo: "a-0", body: "a", order: "00a", issue: 4, round: 1, attempt: 1 } as never;
const lane = { entry, plan } as unknown as LaneJob;
const none = { read: 0, write: 0 };
const author = { name: "Milepost", email: "milepost@example.com" };

const blockedBy = (said: string): NonNullable<Seen["record"]> => ({
  ...{ status: "blocked", claimed: sha("c"), rounds: 1, pull: 9 },
  reason: { code: "attempts-failed", attempts: 3, last: { kind: "broken", said } },
});
const blockedIn = (said: string) => desiredState(plan, seeing(plan, { "a-0": { record: blockedBy(said) } }));
const recordIn = (said: string) => {
  const [one] = blockedIn(said).todos;
  if (!one) throw new Error("the plan has a todo");
  return { one, record: one.record };
};
const verdictOf = (said: string) =>
  verdictSchema.parse({
    ...{ decision: "request_changes", summary: said, commit: sha("a") },
    compliance: [{ rule: said, ok: false, note: said }],
    findings: [{ path: `${said}.ts`, line: 1, body: said, severity: "blocking" }],
    followUps: [{ kind: "todo", title: said.slice(0, 200), body: said }],
  });
const reviewOf = (said: string) => {
  const verdict = verdictOf(said);
  const judgement = judge(verdict, { head: sha("a"), rules: ["Be kind"] });
  return reviewText(verdict, { judgement, round: 1, diff: "" });
};
const found = (text: string) => ({
  ...{ key: "0".repeat(16), path: `${text.slice(0, 100)}.ts`, line: 1, text: text.slice(0, 300) },
  ...{ first: 1, seen: 3, running: 3, open: true },
});
const fault = (how: string) =>
  ({ stage: "verify", command: "npm test", on: "runner", lack: null, how }) as const;
const place = { url: "https://github.com/o/r", plan: "p.yml", options: "", run: "milepost run", tracking: 1 };

const inMarkdown: Readonly<Record<string, (said: string) => string>> = {
  "a pull request": (said) => pullBody(entry, said, { merge: "manual" }),
  "a review": (said) => reviewOf(said).body,
  "a fix": (said) => fixText(askOf({ cause: "review", title: "Mend it", body: said }), 4, 9),
  "an issue that says why its todo is blocked": (said) => {
    const { record } = recordIn(said);
    const body = withRecord(record, "The todo.");
    return body
      .slice(body.indexOf("<!-- milepost-blocked -->") + "<!-- milepost-blocked -->".length)
      .replace("<!-- /milepost-blocked -->", "");
  },
  "the comment that tells of it": (said) => blockedText(recordIn(said).record),
  "a question for paths": (said) => questionText("a", { wants: [`${said}.ts`], summary: said }),
  "a question who is right": (said) =>
    disputeText({ ...recordIn("x").record, findings: [found(said)], answers: [{ round: 1, text: said }] }),
  "an answer to a comment": (said) => {
    const { one } = recordIn(said);
    const draft = {
      plan,
      tracking: { issue: { number: 1 }, record: newTracking("p", new Date(0)) },
      todos: new Map(),
      fixes: [],
      creates: [],
    };
    const { said: text } = statusOfTodo(draft as never, { one } as never);
    const reply = replyOf({ id: 1, issue: 4 }, [
      { call: { ok: false, line: `/milepost ${said}`, problem: "" }, ok: true, said: text },
    ]);
    return reply.body.slice(reply.body.indexOf("\n") + 1);
  },
  "the tracking issue": (said) => {
    const { todos } = blockedIn(said);
    const record = newTracking("p", new Date(0));
    return trackingText(todos, { plan, record, fault: fault(said), ended: null, held: [said] });
  },
  "the report": (said) =>
    reportMarkdown(boardOf({ ...blockedIn(said), fault: fault(said) }, { now: new Date(0) })),
  "the gates' comment": (said) => gateTable([{ name: "size", kind: "failed", message: said } as never]),
  "the summary of implement": (said) =>
    reportSummary(lane, { outcome: "failed", summary: said, gates: [], costs: [] } as never, none),
  "the summary of propose": (said) =>
    proposalSummary(lane, { kind: "conflict", paths: [`${said}.ts`] } as never, none),
  "the summary of review": (said) =>
    reviewSummary(lane, { kind: "failed", head: sha("a"), reason: said } as never, none),
  "the summary of settle": (said) =>
    settledSummary(
      lane,
      { result: { kind: "failed", reason: said }, record: { state: { status: "ready" } } } as never,
      none,
    ),
  "the summary of a todo that is blocked": (said) =>
    settledSummary(
      lane,
      { result: { kind: "failed", reason: said }, record: recordIn(said).record } as never,
      none,
    ),
  "the summary of a base check": (said) =>
    proofSummary({ plan, entry: { sha: sha("a") } as never }, {
      kind: "failed",
      fault: fault(said),
    } as never),
};

const asText: Readonly<Record<string, (said: string) => string>> = {
  "a commit's message": (said) => coherentMessage({ message: `Work\n\n${said}\n`, author }, author),
  "a title": harmlessTitle,
  "a notice": (said) => {
    const todo = { id: "a-0", order: "00a", title: said, issue: 4 };
    const notice = {
      event: "person",
      key: "k",
      todo,
      reason: { code: "agent-asks", said },
      command: "retry",
    } as const;
    return plainMessage({ repeat: false }, noticeText(notice, plan, place));
  },
};

/** Texts, and the words of each that people are to read. */
const texts: readonly (readonly [said: string, words: string])[] = [
  ["Does NOT fix #4", "Does NOT fix #4"],
  [
    "It resolves: o/r#4; closes https://github.com/o/r/issues/4; fixed \\#4, fixes &#35;4, close **#4**",
    "resolves",
  ],
  ["Done [skip ci] [ci skip] [no ci] [skip actions] ***NO_CI***\n\nskip-checks: true", "skip ci"],
  ["Done.\n\nReviewed-by: Linus <l@kernel.example>\nCode-reviewed-by: L <l@kernel.example>", "Done"],
  ["thanks @someone, _@team_ and **@org/team**, &#64;entity, \\@escaped", "@someone"],
  [
    "![pixel](https://spy.example/p.png) <img src=https://spy.example/q.png> ![r][r]\n\n[r]: https://spy.example/r.png",
    "pixel",
  ],
  ["begun <!-- and hidden", "begun <!-- and hidden"],
  ["<details><summary>seen</summary>", "seen"],
  ["user\u202egnp.exe\u2066x\u{e0041}", "usergnp.exex"],
  ["```\ncode that goes on", "code that goes on"],
  ["- item\n  ```\ncode\n  ```", "code"],
  ["a | b `c | d` $x", "c | d"],
];

const markdown = new MarkdownIt({ html: true });
const sentinel = "That is all.";
const shown = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");

/** What GitHub acts on in a message of a commit, and in what a squash makes one of. */
const acting = [
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+\/[\w.-]+)?(?:#|GH-)\d/i,
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+https?:\/\/\S+\/(?:issues|pull)\/\d/i,
  /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|\*\*\*NO_CI\*\*\*|^\s*skip-checks\s*:/im,
  /^[ \t]*(?:[a-z]+-)*reviewed-by\s*:/im,
  /(?:^|[^a-z\d])@[a-z\d]/i,
  /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u,
] as const;

const rows = texts.flatMap(([said, words]) =>
  [...Object.entries(inMarkdown), ...Object.entries(asText)].map(
    ([way, write]) => [way, said, words, write] as const,
  ),
);

test.each(rows)("in %s %j acts on nothing and still says what it says", (way, said, words, write) => {
  const out = write(said);
  for (const pattern of acting) expect(out).not.toMatch(pattern);
  if (!(way in inMarkdown)) {
    expect(withoutMarks(out).replace(/\s+/g, " ")).toContain(words.replace(/\s+/g, " "));
    return;
  }
  const html = markdown.render(`${out}\n\n${sentinel}\n`);
  expect(html).not.toMatch(/<img|<details|<!--/);
  expect(html).toContain(`<p>${sentinel}</p>`);
  expect(shown(html)).not.toMatch(
    /(?:^|[^a-z\d])@[a-z\d]|\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#\d/i,
  );
  // The report has the first lines alone.
  if (way === "the report" && said.includes("\n")) return;
  expect(withoutMarks(shown(html)).replace(/\s+/g, " ")).toContain(words);
});

const withoutMarks = (text: string): string => text.replace(/[\u200b\u2060]/g, "");
