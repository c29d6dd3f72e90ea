import { groupBy } from "../group.ts";
import { answersTo } from "./answers.ts";
import { blockedHead } from "./blocked.ts";
import { type Moves, movesIn, stateDiagram } from "./diagram.ts";
import type { Reason, ReasonOf } from "./reasons.ts";
import { type Status, wantedStatuses } from "./state.ts";
import { forgeRows } from "./table/forge.ts";
import { laneRows } from "./table/lane.ts";
import { personRows } from "./table/person.ts";
import { planRows } from "./table/plan.ts";
import { table } from "./transition.ts";

/** The states of a todo, its events and the reasons why it waits for people, as Markdown: made of what moves todos. */
export const todoReference = (): string =>
  `${[head, diagramText(), events, ...eventTables(), reasons, reasonTable()].join("\n\n")}\n`;

const head = `# A todo's states

Generated from \`src/core/todo\` by \`npm run states\`: \`transition.ts\` has the table of what can happen to a todo, and
nothing else moves one. Orchestrate finds what has happened since a todo's issue was written (\`observe.ts\`), lanes and
commands say it themselves, and the issue is written with what comes of it. Each state is a label, \`milepost:<state>\`.

- \`pending\` waits for other todos; \`ready\` can start; \`working\` is with its agent; \`review\` with its reviewer, or waits
  for one; \`changes\` was sent back to its agent; \`approved\` is done; \`blocked\` waits for a person, and says why.
- \`skipped\` was closed by a person as not planned, \`removed\` is no longer in the plan. Both remember the state before,
  and keep its label: wanted again, a todo goes on from there.

An arrow from *wanted* or from *any of these* leads out of every state in the box. What an event leaves where it is, is
not drawn.`;

const diagramText = (): string => ["```mermaid", stateDiagram(table), "```"].join("\n");

const events = `## Events

Each adds what it brings to the todo's record, in any state. Out of the states named here it leads to another one; where
several are named, the record says which.`;

const eventTables = (): string[] => [
  eventTable("What the plan does, and orchestrate finds in it", planRows),
  eventTable("What a lane does", laneRows),
  eventTable("What becomes of branch and pull request", forgeRows),
  eventTable("What people do", personRows),
];

const eventTable = (title: string, rows: Moves): string =>
  [
    `| ${title} | from | to |`,
    "|---|---|---|",
    ...Object.keys(rows).flatMap((event) => eventLines(event, { [event]: rows[event] ?? {} })),
  ].join("\n");

/** A line for each place that it leads to. */
const eventLines = (event: string, one: Moves): string[] => {
  const lines = [...groupBy(movesIn(one), ({ to }) => named(to))].map(
    ([place, moves]) => `| \`${event}\` | ${named(moves.map(({ from }) => from))} | ${place} |`,
  );
  return lines.length > 0 ? lines : [`| \`${event}\` | | |`];
};

const named = (all: readonly Status[]): string => {
  const others = all.filter((status) => !isWanted(status));
  const isAny = wantedStatuses.every((status) => all.includes(status));
  return (isAny ? ["any wanted", ...others] : all).join(", ");
};

const isWanted = (status: Status): boolean => wantedStatuses.some((one) => one === status);

const reasons = `## Why a todo is blocked

A code with its data is in the record; the words are made of it where people read them, here of examples of a todo
whose pull request was reviewed five times. The first command is the one that fits best; where there is no pull request,
\`approve\` is not offered. \`/milepost help\` lists what else there is. What an earlier version said in words alone is
\`untold\`.`;

const reasonTable = (): string =>
  [
    "| code | in words | what answers |",
    "|---|---|---|",
    ...Object.values(examples).map(
      (reason) =>
        `| \`${reason.code}\` | ${blockedHead(reason).replaceAll("|", "\\|")} | ${answersTo(reason, example)
          .map(({ command }) => `\`${command}\``)
          .join(", ")} |`,
    ),
  ].join("\n");

const example = { pull: 7, rounds: 5, lanes: [] };
const said = "…";
const objections = {
  objections: [{ path: "src/price.ts", line: 12, text: "Rounds twice" }],
  more: 0,
};

const examples: { readonly [C in Reason["code"]]: ReasonOf<C> } = {
  "agent-asks": { code: "agent-asks", said },
  "set-up": { code: "set-up", said },
  "paths-wanted": { code: "paths-wanted", paths: ["docs/price.md"] },
  unattributed: { code: "unattributed", changes: ["src/price.ts"], todos: ["price", "cart"] },
  "attempts-failed": { code: "attempts-failed", attempts: 2, last: { kind: "broken", said } },
  "runs-ended": { code: "runs-ended", runs: 20 },
  "excused-often": { code: "excused-often", times: 10, excuse: "overloaded", said },
  account: { code: "account", account: "claude", problem: "no-credit", said },
  declined: { code: "declined", account: "claude", problem: "declined", said },
  "over-budget": { code: "over-budget", limit: "todoUsd", most: 5, spent: 5.2 },
  "commits-of-others": { code: "commits-of-others", said },
  unreadable: { code: "unreadable", said },
  unchanged: { code: "unchanged", said: "It is right as it is", ...objections },
  "same-finding": { code: "same-finding", running: 3, ...objections },
  "rounds-used-up": { code: "rounds-used-up", rounds: 5, ...objections },
  "no-round-left": { code: "no-round-left", ask: "Resolve the conflict with main" },
  "pull-closed": { code: "pull-closed", pull: 7 },
  "pull-astray": {
    code: "pull-astray",
    pull: 7,
    into: "shop/00a-price",
    base: "main",
    branch: "shop/01a-cart",
  },
  "follow-ups-deep": { code: "follow-ups-deep", rounds: 5 },
  "follow-ups-many": { code: "follow-ups-many", opened: 8, asked: 1, limit: 8 },
  "branch-taken": { code: "branch-taken", branch: "shop/00a-price" },
  untold: { code: "untold", said },
};
