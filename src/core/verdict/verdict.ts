import { z } from "zod";
import { count } from "../count.ts";
import { cut, keyOf } from "../key.ts";
import { openObject } from "../open-object.ts";
import { plainText } from "../plain-text.ts";
import { fingerprint, type Point } from "./findings.ts";
import { confirmedRules, inRuleWords, ruleKey, ruleNamed, unconfirmed } from "./rules.ts";

const prose = z.string().overwrite(plainText);
const text = prose.max(20_000);

/** The reviewer's structured answer, validated strictly; docs/agents.md has its contract. */
export const verdictSchema = z.strictObject({
  decision: z.enum(["approve", "request_changes"]),
  summary: text,
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/, "a full commit sha")
    .optional(),
  compliance: z
    .array(z.strictObject({ rule: text, ok: z.boolean(), note: text.default("") }))
    .max(200)
    .default([]),
  findings: z
    .array(
      z.strictObject({
        path: z.string().max(4096),
        line: z.int().min(1),
        body: text.min(1),
        severity: z.enum(["blocking", "note"]),
      }),
    )
    .max(500)
    .default([]),
  followUps: z
    .array(
      z.strictObject({
        kind: z.enum(["fix", "todo"]),
        title: prose.trim().min(1).max(256),
        body: text.default(""),
        for: z.string().max(100).optional(),
      }),
    )
    .max(100)
    .default([]),
});

export type Verdict = z.output<typeof verdictSchema>;
export type Finding = Verdict["findings"][number];

/** What a review, a failed gate or a conflict asks for: it becomes one follow-up issue. */
export const askSchema = openObject({
  /** The same ask has the same key in every round, so it is opened once. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  kind: z.enum(["fix", "todo"]),
  cause: z.enum(["review", "gate", "conflict", "landing", "ci", "person"]),
  title: z.string().max(256),
  body: z.string().max(4000),
  for: z.string().max(100).nullable().default(null),
});

export type Ask = z.output<typeof askSchema>;

/** Asks of one round beyond this many are folded into the last one: a flood helps nobody. */
export const maxAsks = 10;

/** What a verdict means once it is held against the rules and the commit it should be about. */
export interface Judgement {
  readonly approved: boolean;
  /** Why an approval does not count, each a sentence; empty when it does or none was given. */
  readonly objections: readonly string[];
  readonly asks: readonly Ask[];
  /** Keys of the plan's rules that it confirms. */
  readonly confirmed: readonly string[];
  /** What it holds against the change, to be followed from round to round; empty when it is approved. */
  readonly points: readonly Point[];
}

/** Judges a verdict: an approval counts only for this commit, with every rule confirmed and nothing asked for. */
export const judge = (
  given: Verdict,
  { head, rules }: { head: string; rules: readonly string[] },
): Judgement => {
  const verdict = inRuleWords(given, rules);
  const confirmed = confirmedRules(verdict, rules).map(ruleKey);
  const missing = unconfirmed(rules, confirmed);
  const objections = verdict.decision === "approve" ? objectionsTo(verdict, head, { rules, missing }) : [];
  const approved = verdict.decision === "approve" && objections.length === 0;
  return {
    approved,
    objections,
    asks: asksOf(verdict, { approved, objections }),
    confirmed,
    points: approved ? [] : pointsOf(verdict, objections),
  };
};

const objectionsTo = (
  verdict: Verdict,
  head: string,
  { rules, missing }: { rules: readonly string[]; missing: readonly string[] },
): string[] => [
  ...(verdict.commit === undefined ? ["it names no commit"] : []),
  ...(verdict.commit !== undefined && verdict.commit !== head
    ? [`it was written for commit ${verdict.commit.slice(0, 10)}, the head is ${head.slice(0, 10)}`]
    : []),
  ...verdict.findings
    .filter(({ severity }) => severity === "blocking")
    .map(({ path, line }) => `it has a blocking finding at ${path}:${line}`),
  ...verdict.followUps.filter(({ kind }) => kind === "fix").map(({ title }) => `it asks for a fix: ${title}`),
  ...verdict.compliance
    .filter(({ rule, ok }) => !ok && ruleNamed(rule, rules) === null)
    .map(({ rule }) => `it calls broken what is no rule: ${cut(rule, 200)}`),
  ...missing.map((rule) => `it does not confirm the rule: ${rule}`),
];

const pointsOf = (verdict: Verdict, objections: readonly string[]): Point[] => {
  const general = (text: string): Point => ({ path: null, line: null, text });
  const points = [
    ...verdict.findings
      .filter(({ severity }) => severity === "blocking")
      .map(({ path, line, body }) => ({ path, line, text: body })),
    ...verdict.compliance.filter(({ ok }) => !ok).map(({ rule }) => general(`It breaks the rule: ${rule}`)),
    ...verdict.followUps
      .filter(({ kind }) => kind === "fix")
      .map(({ title, body }) => general(`${title}\n${body}`)),
  ];
  return points.length > 0 ? points : [general([...objections, verdict.summary].join("\n").trim())];
};

const asksOf = (
  verdict: Verdict,
  { approved, objections }: { approved: boolean; objections: readonly string[] },
): Ask[] => {
  const todos = verdict.followUps.filter(({ kind }) => kind === "todo").map(followUpAsk);
  const fixes = verdict.followUps.filter(({ kind }) => kind === "fix").map(followUpAsk);
  const blocking = verdict.findings.filter(({ severity }) => severity === "blocking");
  const found = blocking.length > 0 ? [findingsAsk(blocking)] : [];
  const asked = approved ? [] : [...found, ...fixes];
  const must = approved || asked.length > 0 ? asked : [summaryAsk(verdict, objections)];
  return limited(unique(must), unique(todos));
};

/**
 * An ask with its key: the words of what it asks for are its identity, so that the same ask in two rounds, or of two
 * todos, is one follow-up, whatever became of its lines and marks in between.
 */
export const askOf = (ask: {
  kind?: Ask["kind"];
  cause: Ask["cause"];
  title: string;
  body: string;
  for?: string | null;
}): Ask => {
  const { kind = "fix", cause, title, body } = ask;
  const key = keyOf(`${kind} ${fingerprint({ path: null, text: `${title}\n${body}` })}`);
  return { key, kind, cause, title: cut(title, 256), body: cut(body, 4000), for: ask.for ?? null };
};

const followUpAsk = (followUp: Verdict["followUps"][number]): Ask =>
  askOf({ ...followUp, cause: "review", for: followUp.for ?? null });

const findingsAsk = (findings: readonly Finding[]): Ask =>
  askOf({
    cause: "review",
    title:
      findings.length === 1
        ? firstLine(findings[0]?.body ?? "")
        : `Fix ${count(findings.length, "finding")} of the review`,
    body: findings.map(({ path, line, body }) => `- \`${path}:${line}\`: ${body}`).join("\n"),
  });

/** What is wrong goes before the summary, which may say no more than that all is fine. */
const summaryAsk = (verdict: Verdict, objections: readonly string[]): Ask => {
  const broken = verdict.compliance.filter(({ ok }) => !ok);
  const [first] = [
    ...broken.map(({ rule }) => `It breaks the rule: ${rule}`),
    ...objections,
    verdict.summary,
  ];
  return askOf({
    cause: "review",
    title: firstLine(first ?? "") || "Address the review",
    body: [
      ...broken.map(
        ({ rule, note }) => `- It breaks the rule: ${rule}${note.trim() === "" ? "" : ` (${note})`}`,
      ),
      ...objections.map((objection) => `- The approval does not count: ${objection}.`),
      verdict.summary,
    ].join("\n"),
  });
};

const firstLine = (text: string): string => cut(text.trim().split("\n")[0] ?? "", 200);

const unique = (asks: readonly Ask[]): Ask[] => [...new Map(asks.map((one) => [one.key, one])).values()];

/** At most `maxAsks`, fixes first; the rest of each kind is folded into its last one. */
const limited = (fixes: readonly Ask[], todos: readonly Ask[]): Ask[] => {
  const kept = fold(fixes, todos.length > 0 ? maxAsks - 1 : maxAsks);
  return [...kept, ...fold(todos, maxAsks - kept.length)];
};

const fold = (asks: readonly Ask[], most: number): Ask[] => {
  if (asks.length <= most) return [...asks];
  const kept = asks.slice(0, most - 1);
  const rest = asks.slice(most - 1);
  const { kind, cause, for: accepts } = rest[0] ?? { kind: "fix", cause: "review", for: null };
  const title = `Address ${count(rest.length, "more point")}`;
  return [
    ...kept,
    askOf({ kind, cause, title, body: rest.map((one) => `- ${one.title}`).join("\n"), for: accepts }),
  ];
};
