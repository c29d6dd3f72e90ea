import { count } from "../core/count.ts";
import type { Change } from "../core/decide/change.ts";
import { decide } from "../core/decide/decide.ts";
import { maxLinks } from "../core/decide/links.ts";
import { baseTexts, plannedBases, timeOnlyText } from "../core/decide/planned-bases.ts";
import type { Plan } from "../core/plan/plan.ts";
import { emptySnapshot } from "../core/snapshot/snapshot.ts";
import type { DesiredTodo } from "../core/todo/desired.ts";
import { desiredState } from "../core/todo/desired-state.ts";
import { isLeft, leftText } from "../core/todo/left.ts";
import { openRepository } from "../git/repositories/repository.ts";
import { snapshotReader } from "../github/snapshot.ts";
import { localBase } from "../local/base.ts";
import { baseStanding } from "../local/base-standing.ts";
import type { ForgeKind } from "../local/home.ts";
import { preview as previewOf } from "../steps/orchestrate.ts";
import { exits } from "./exit.ts";
import { forgeKindOf } from "./forge-kind.ts";
import { readForge } from "./open-forge.ts";
import { readPlan } from "./plan.ts";
import { readDesired } from "./status-report/read.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";
import { changeLines } from "./view/changes.ts";

interface PreviewCommandOptions {
  readonly repo: string;
  /** `local` or `github`. */
  readonly forge: string;
  readonly json?: boolean;
}

/** `milepost preview`: what a run would change first; changes nothing. */
export const preview = async (
  file: string,
  { repo, forge, json }: PreviewCommandOptions,
): Promise<number> => {
  const kind = forgeKindOf(forge);
  const plan = await readPlan(file);
  const { changes, left } = await seenNow(plan, repo, kind);
  const { stdout } = process;
  const columns = widthOf(stdout);
  const lines = json
    ? [
        JSON.stringify({
          type: "preview",
          plan: plan.id,
          changes: changes.map(asJson),
          left,
          bases: basesOf(plan),
        }),
      ]
    : [
        ...changeLines(changes, { columns, colors: colorsFor(stdout) }),
        ...left.map((line) => `  ! ${line}`),
        ...baseLines(changes, plan),
      ];
  stdout.write(`${lines.join("\n")}\n`);
  return exits.done;
};

interface Seen {
  readonly changes: readonly Change[];
  /** What is said of each todo that leaves the plan after it began. */
  readonly left: readonly string[];
}

/** Before the first run there is no forge to read, and none is made: everything is missing. */
const seenNow = async (plan: Plan, repo: string, kind: ForgeKind): Promise<Seen> => {
  const repository = await openRepository(repo);
  const { instead } = await localBase(repository, plan);
  if (instead) process.stderr.write(`${instead.why}; ${instead.hint}\n`);
  const standing = await baseStanding(repository, plan);
  if (standing) process.stderr.write(`${standing.what}; ${standing.fix}\n`);
  const now = () => new Date();
  return await readForge(
    repository,
    async (look) => {
      if (!look) return { changes: decide(desiredState(plan, emptySnapshot), now()), left: [] };
      const { todos } = await readDesired(plan, look);
      const changes = await previewOf({ reader: snapshotReader(look.github, plan, look.livenessOf), now });
      return { changes, left: leftLines(todos) };
    },
    kind,
  );
};

/** What the plan has lost after it began. */
const leftLines = (todos: readonly DesiredTodo[]): string[] =>
  todos.filter(isLeft).map((one) => `\`${one.todo.order}\` ${one.todo.id} is ${leftText(one, todos)}`);

const basesOf = (plan: Plan): Record<string, string> =>
  Object.fromEntries([...plannedBases(plan)].map(([todo, { ref }]) => [todo, ref]));

/** Where the branches of what would be made will start, by what the plan says. */
const baseLines = (changes: readonly Change[], plan: Plan): string[] => {
  const bases = plannedBases(plan);
  const textOf = baseTexts(plan);
  const starts = changes.flatMap((change) => {
    const base = change.type === "create-todo" ? bases.get(change.todo) : undefined;
    return base && change.type === "create-todo"
      ? [`  ${change.issue.record.order} starts from ${textOf(base)}`]
      : [];
  });
  const timeOnly = timeOnlyText(plan);
  return [
    ...(starts.length === 0 ? [] : ["", ...starts, ...linksLine(changes)]),
    ...(timeOnly === null ? [] : ["", `  ${timeOnly}`]),
  ];
};

/** What the forge will show of the issues that are made, once all are there. */
const linksLine = (changes: readonly Change[]): string[] => {
  const records = changes.flatMap((change) => (change.type === "create-todo" ? [change.issue.record] : []));
  const needs = records.reduce((sum, record) => sum + record.needs.length, 0);
  const parts = Math.min(records.length, maxLinks.parts);
  const become =
    parts === 1
      ? "becomes a part of the tracking issue, unless it is a part of another"
      : "become parts of the tracking issue, unless they are parts of others";
  const are = needs === 1 ? "is" : "are";
  const blocked =
    needs === 0 ? "" : `, and ${count(needs, "dependency", "dependencies")} ${are} shown between them`;
  return ["", `  ${count(parts, "issue")} ${become}${blocked}`];
};

/** JSON knows no maps. */
const asJson = (change: Change) =>
  change.type === "claim" ? { ...change, conflicts: Object.fromEntries(change.conflicts) } : change;
