import { count } from "../count.ts";
import { cut } from "../key.ts";
import { quoted } from "../quoted.ts";
import type { TodoRecord } from "../snapshot/record.ts";
import { mostRepeats, repeated, type Tracked } from "./findings.ts";
import type { Ask } from "./verdict.ts";

const answers =
  "comment `/milepost approve`, `/milepost changes <what>`, `/milepost retry` or `/milepost rounds <n>` on its issue";

/** What a person must decide because agent and reviewer cannot, in a sentence; `null` while they may go on. */
export const disputeOf = (record: TodoRecord, mostRounds: number): string | null => {
  const { rounds, forgiven, findings } = record;
  const again = repeated(findings);
  const [first] = again;
  if (first) return question(`the review asks for the same change ${first.running} rounds running`, again);
  if (rounds - forgiven < mostRounds) return null;
  return question(`${count(rounds, "round")} of review did not end in an approval`, openIn(record));
};

/**
 * What a person must decide when the agent was asked for a change and made none, in a sentence. `wishes` are what people
 * asked for in issues of their own.
 */
export const unchangedOf = (
  record: TodoRecord,
  { said, wishes }: { said: string; wishes: readonly string[] },
): string => {
  const answer = said.trim() === "" ? "it says nothing of it" : `it says ${inLine(said)}`;
  return question(`the agent changed nothing, and ${answer}`, [
    ...openIn(record),
    ...wishes.map((text) => ({ path: null, line: null, text })),
  ]);
};

type Objection = Pick<Tracked, "path" | "line" | "text">;

/** What stands against the change: what its review found, and what gates, conflicts and people ask for. */
const openIn = ({ findings, asks }: TodoRecord): Objection[] => {
  const open = findings.filter((one) => one.open);
  const fixes = asks.filter(({ kind }) => kind === "fix");
  const others = open.length === 0 ? fixes : fixes.filter(({ cause }) => cause !== "review");
  return [...open, ...others.map(textOf).map((text) => ({ path: null, line: null, text }))];
};

const textOf = ({ title, body }: Ask): string => (body.startsWith(title) ? body : `${title}: ${body}`);

/** Objections that a sentence names, and characters of their words in all: the answers after them must have room. */
const mostNamed = 3;
const mostWords = 900;

const question = (what: string, objections: readonly Objection[]): string => {
  const first = objections.slice(0, mostNamed);
  const most = Math.floor(mostWords / Math.max(1, first.length));
  const named = first.map(({ path, line, text }) => `${placeOf(path, line)}${inLine(text, most)}`);
  const more = objections.length > mostNamed ? [`${objections.length - mostNamed} more`] : [];
  const asked = named.length === 0 ? "" : `; asked for: ${[...named, ...more].join("; ")}`;
  return `${what}${asked}; decide who is right: ${answers}`;
};

const inLine = (text: string, most = 250): string => `"${cut(text.replace(/\s+/g, " ").trim(), most)}"`;

/** The comment that puts the question to a person: what the reviewer found and what the agent answered, round by round. */
export const disputeText = (
  record: TodoRecord,
  { isUnchanged = false, wishes = [] }: { isUnchanged?: boolean; wishes?: readonly string[] } = {},
): string => {
  const open = record.findings.filter((one) => one.open);
  const again = repeated(open);
  const shown = again.length > 0 ? again : open;
  return [
    `**The agent and the reviewer of this todo do not agree: please decide.** ${isUnchanged ? unchangedReason : reason(record)}`,
    "### The reviewer",
    ...shown.map(({ path, line, text, first, running }) =>
      [
        `${placeOf(path, line)}asked for since round ${first}, ${count(running, "round")} running:`,
        quoted(text),
      ].join("\n\n"),
    ),
    ...(isUnchanged ? otherAsks(record, wishes) : []),
    "### The agent",
    ...(record.answers.length > 0
      ? record.answers.map(({ round, text }) => `In round ${round}:\n\n${quoted(text)}`)
      : [`It changed ${isUnchanged ? "nothing" : "the branch"} and said nothing about it.`]),
    "### What you can do",
    [
      "- `/milepost approve`: the agent is right, the pull request is good as it is",
      "- `/milepost changes <what>`: tell the agent what to do",
      "- `/milepost retry`: let both try again from here",
      "- `/milepost rounds <n>`: let this todo have `n` rounds in all",
    ].join("\n"),
    "A review of the pull request by someone with write access is an answer, too: an approval, or a request for changes.",
  ].join("\n\n");
};

const unchangedReason = "The agent was asked for a change, and made none.";

const otherAsks = ({ asks }: TodoRecord, wishes: readonly string[]): string[] => {
  const others = asks.filter(({ kind, cause }) => kind === "fix" && cause !== "review").map(textOf);
  return [...others, ...wishes].map((text) => `Asked for:\n\n${quoted(text)}`);
};

const reason = ({ rounds, findings }: TodoRecord): string =>
  repeated(findings).length > 0
    ? `The same finding came back ${mostRepeats} rounds running.`
    : `${count(rounds, "round")} of review did not end in an approval.`;

const placeOf = (path: string | null, line: number | null): string => {
  if (path === null) return "";
  return `\`${path.replaceAll("`", "'")}${line === null ? "" : `:${line}`}\`, `;
};
