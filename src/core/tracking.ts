import type { Change, TrackingIssue } from "./change.ts";
import type { Criterion } from "./criteria.ts";
import { groupBy } from "./group.ts";
import { cut } from "./key.ts";
import { isDone, isSkipped, type Wanted } from "./mend.ts";
import type { Plan } from "./plan/plan.ts";
import type { Snapshot } from "./snapshot.ts";

/** Longest text of the tracking issue, in characters; done bodies are folded first, then everything is. */
const mostText = 60_000;

/** Keeps the plan's tracking issue as it should be; nothing when it already is. */
export const trackingChanges = (
  wanted: readonly Wanted[],
  plan: Plan,
  { tracking }: Snapshot,
  ended: readonly Criterion[] | null,
): Change[] => {
  const text = trackingText(wanted, plan, ended);
  const title = `Milepost: ${plan.title}`.slice(0, 256);
  const record = tracking?.record ?? { v: 1, kind: "tracking", plan: plan.id, paused: false };
  const issue: TrackingIssue = { title, text, record, open: ended === null };
  if (!tracking) return [{ type: "create-tracking", why: "the plan has none", tracking: issue }];
  if (tracking.issue.text.trim() === text.trim() && tracking.issue.open === issue.open) return [];
  return [
    { type: "write-tracking", why: "the plan went on", number: tracking.issue.number, tracking: issue },
  ];
};

const trackingText = (wanted: readonly Wanted[], plan: Plan, ended: readonly Criterion[] | null): string => {
  const counted = wanted.filter(({ record }) => !record.removed);
  const done = counted.filter(isDone).length;
  const head = `${bar(done, counted.length)} ${done} of ${counted.length} todos done\n`;
  const titles = new Map(plan.bodies.map(({ id, title }) => [id, title]));
  const bodies = [...groupBy(counted, ({ todo }) => todo.body)].map(([id, works]) => ({
    title: titles.get(id) ?? id,
    works,
  }));
  const report = ended ? reportOf(ended) : "";
  const full = [head, ...bodies.map(listed), report].join("\n");
  if (full.length <= mostText) return full;
  const folded = [
    head,
    ...bodies.map((body) => (body.works.every(isDone) ? heading(body) : listed(body))),
    report,
  ];
  const joined = folded.join("\n");
  return joined.length <= mostText
    ? joined
    : cut([head, ...bodies.map(heading), report].join("\n"), mostText);
};

const bar = (done: number, total: number): string => {
  const filled = total === 0 ? 0 : Math.floor((done * 20) / total);
  return `\`${"█".repeat(filled)}${"░".repeat(20 - filled)}\``;
};

interface BodyWorks {
  readonly title: string;
  readonly works: readonly Wanted[];
}

const heading = ({ title, works }: BodyWorks): string =>
  `### ${title}: ${works.filter(isDone).length} of ${works.length}\n`;

const listed = (body: BodyWorks): string => `${heading(body)}${body.works.map(line).join("\n")}\n`;

const line = (one: Wanted): string => {
  const { todo, seen, record } = one;
  const issue = seen ? ` #${seen.issue.number}` : "";
  const pull = record.pull === null ? "" : `, pull request #${record.pull}`;
  const rounds = record.rounds > 1 ? `, ${record.rounds} rounds` : "";
  const reason = record.blocked ? `: ${cut(record.blocked.replace(/\s+/g, " "), 300)}` : "";
  const state = isSkipped(one) ? "skipped" : record.status;
  return `- [${isDone(one) ? "x" : " "}] \`${todo.order}\`${issue} ${todo.title} (${state}${pull}${rounds}${reason})`;
};

const reportOf = (ended: readonly Criterion[]): string =>
  [
    "### Done: the six criteria",
    ...ended.map(({ name, ok, evidence }) => `- [${ok ? "x" : " "}] **${name}**: ${evidence}`),
  ].join("\n");
