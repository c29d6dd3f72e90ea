import { cut } from "../key.ts";
import { repeated, type Tracked } from "../verdict/findings.ts";
import type { Ask } from "../verdict/verdict.ts";
import { maxObjections, maxSaid, type Objections, type ReasonOf } from "./reasons.ts";
import type { TodoRecord } from "./record.ts";

type Judged = Pick<TodoRecord, "rounds" | "forgiven" | "findings" | "asks">;

/** What a person must decide because agent and reviewer cannot; `null` while they may go on. `limit`: of rounds. */
export const disputeOf = (
  record: Judged,
  limit: number,
): ReasonOf<"same-finding" | "rounds-used-up"> | null => {
  const { rounds, forgiven, findings } = record;
  const again = repeated(findings);
  const [first] = again;
  if (first) return { code: "same-finding", running: first.running, ...objections(again) };
  if (rounds - forgiven < limit) return null;
  return { code: "rounds-used-up", rounds, ...objections(openIn(record)) };
};

/**
 * What a person must decide when the agent was asked for a change and made none. `wishes` are what people asked for in
 * issues of their own.
 */
export const unchangedOf = (
  record: Judged,
  { said, wishes }: { readonly said: string; readonly wishes: readonly string[] },
): ReasonOf<"unchanged"> => ({
  code: "unchanged",
  said: cut(said.trim(), maxSaid),
  ...objections([...openIn(record), ...wishes.map(general)]),
});

type Objection = Pick<Tracked, "path" | "line" | "text">;

const general = (text: string): Objection => ({ path: null, line: null, text });

/** What stands against the change: what its review found, and what gates, conflicts and people ask for. */
const openIn = ({ findings, asks }: Judged): Objection[] => {
  const open = findings.filter((one) => one.open);
  const fixes = asks.filter(({ kind }) => kind === "fix");
  const others = open.length === 0 ? fixes : fixes.filter(({ cause }) => cause !== "review");
  return [...open, ...others.map(askText).map(general)];
};

/** All that an ask says. */
export const askText = ({ title, body }: Ask): string =>
  body.startsWith(title) ? body : `${title}: ${body}`;

/** Characters of all objections that a reason names. */
const maxWords = 900;

const objections = (all: readonly Objection[]): Objections => {
  const first = all.slice(0, maxObjections);
  const most = Math.floor(maxWords / Math.max(1, first.length));
  return {
    objections: first.map(({ path, line, text }) => ({
      ...{ path: path && cut(path, 200), line, text: cut(text.replace(/\s+/g, " ").trim(), most) },
    })),
    more: all.length - first.length,
  };
};
