import { type Failure, pathGates, type Reason } from "./reasons.ts";
import type { TodoRecord } from "./record.ts";

/*
 * What a person can answer to a todo that waits for them. The words of a reason say why; these say what to type.
 */

/** A command, and what it does to a todo that waits. */
export interface TodoAnswer {
  /** What follows `/milepost`; `<what>` and the like are for the person's own words. */
  readonly command: string;
  readonly does: string;
}

/** How a command is given to a todo from where a person reads of it. */
export type HowToAnswer = (
  command: string,
  on: { /** The todo's; `null` for the whole plan. */ order: string | null; issue: number | null },
) => string;

/** By a comment on its issue, which is always possible. */
export const asComment: HowToAnswer = (command, { issue }) =>
  `comment \`/milepost ${command}\`${issue === null ? "" : ` on #${issue}`}`;

type Asked = Pick<TodoRecord, "pull" | "rounds" | "lanes">;

/** What answers, the most fitting first: what needs a pull request is left out where there is none. */
export const answersTo = (reason: Reason, record: Asked): readonly [TodoAnswer, ...TodoAnswer[]] => {
  const [first = retry, ...more] = fitting(reason, record).filter(
    ({ command }) => command !== approve.command || record.pull !== null,
  );
  return [first, ...more];
};

/** The command that fits best, as it is typed after `/milepost`. */
export const nextCommand = (reason: Reason, record: Asked): string => answersTo(reason, record)[0].command;

const grant: TodoAnswer = { command: "grant", does: "opens these paths to it" };
const retry: TodoAnswer = { command: "retry", does: "gives it new attempts and rounds" };
const approve: TodoAnswer = { command: "approve", does: "takes its pull request as it is" };
const changes: TodoAnswer = { command: "changes <what>", does: "tells its agent what to do" };
const skip: TodoAnswer = { command: "skip <why>", does: "drops it" };

const fitting = (reason: Reason, record: Asked): TodoAnswer[] => {
  switch (reason.code) {
    case "agent-asks":
      return [changes, retry, skip];
    case "paths-wanted":
      return [grant, { ...retry, does: "lets it try without them" }, skip];
    case "attempts-failed":
      return afterFailure(reason.last, record);
    case "unattributed":
      return [{ ...retry, does: "goes on: the work is kept" }];
    case "over-budget":
      return [{ ...retry, does: `goes on, once \`limits.${reason.limit}\` is raised` }, skip];
    case "commits-of-others":
      return [{ ...retry, does: "judges them again, once they are mended" }, skip];
    case "unreadable":
      return [{ ...retry, does: "asks the reviewer once more" }, approve];
    case "unchanged":
      return [agentIsRight, reviewerIsRight, retry];
    case "same-finding":
      return [agentIsRight, reviewerIsRight, moreRounds(record), retry];
    case "rounds-used-up":
      return [moreRounds(record), agentIsRight, reviewerIsRight, retry];
    case "no-round-left":
      return [moreRounds(record), retry, approve];
    case "pull-closed":
      return [{ ...skip, does: `drops it, unless #${reason.pull} is opened again` }];
    case "pull-astray":
      return [{ ...skip, does: `drops it, unless one from ${reason.branch} is opened` }];
    case "follow-ups-deep":
    case "follow-ups-many":
      return [
        { ...approve, does: "has the follow-ups opened, and takes it as it is" },
        { ...retry, does: "has it reviewed again" },
      ];
    case "branch-taken":
      return [{ ...retry, does: "goes on, once that branch is renamed or deleted" }];
    case "set-up":
      return [{ ...retry, does: "goes on, once that is set up" }, skip];
    case "runs-ended":
    case "excused-often":
      return [retry, skip];
    case "account":
      return [{ ...retry, does: "goes on, once the account is put right" }];
    case "declined":
      return [{ ...retry, does: "goes on, once the todo or the model is another" }, skip];
    case "untold":
      return [retry, changes, skip];
    default:
      return reason satisfies never;
  }
};

const afterFailure = (last: Failure, record: Asked): TodoAnswer[] => {
  switch (last.kind) {
    case "broken":
      return [retry, changes, skip];
    case "unchanged":
      return [changes, retry, skip];
    case "gates":
      if (last.gates.some((gate) => pathGates.has(gate))) return [grantOf(last.paths), changes, retry, skip];
      if (last.gates.includes("size"))
        return isUncut(last.gates, record) ? smaller : [split, retry, changes, skip];
      return last.gates.includes("secrets") ? [retry, allow, changes, skip] : [retry, changes, skip];
    default:
      return last satisfies never;
  }
};

/** With the paths where they can be typed as they are. */
const grantOf = (paths: readonly string[] = []): TodoAnswer => {
  if (paths.length === 0) return { command: "grant <path>", does: grant.does };
  return paths.every((path) => /^[\w.@+/-]+$/.test(path))
    ? { command: `grant ${paths.join(" ")}`, does: "opens what it changed to it, and goes on" }
    : { command: "grant", does: "opens what it changed to it, and goes on" };
};

const allow: TodoAnswer = {
  command: "allow <finding>",
  does: "lets pass what is no secret, by its finding's name",
};
const split: TodoAnswer = { command: "split", does: "has it cut into parts that each pass by themselves" };

/** Whether it was to be cut, and no cut was found. */
const isUncut = (gates: readonly string[], { lanes }: Asked): boolean =>
  [gates, ...lanes.map((lane) => lane.gates)].some(
    (failed) => failed.includes("size") && failed.includes("split"),
  );

/** What helps where no cut does. */
const smaller: TodoAnswer[] = [
  { ...changes, does: "tells its agent what to take out, or how to part it" },
  { ...approve, does: "takes its pull request as it is, without what is kept beside it" },
  { ...retry, does: "goes on, once `limits.lines` or `limits.files` is raised" },
  skip,
];

const agentIsRight: TodoAnswer = { ...approve, does: "the agent is right: takes its pull request as it is" };
const reviewerIsRight: TodoAnswer = { ...changes, does: "the reviewer is right: tells its agent what to do" };

/** Rounds that a person is offered beyond those that are used up. */
const offeredRounds = 2;

const moreRounds = ({ rounds }: Asked): TodoAnswer => ({
  command: `rounds ${rounds + offeredRounds}`,
  does: `lets both try ${offeredRounds} times more`,
});
