import { type Backlog, type Group, groupOf, isOver, type Left, type Task } from "./backlog.ts";
import { isInRanges, type Lines } from "./source.ts";

/** A backlog with todos of what it left out and a person took: what is over, only where nothing else is taken with it. */
export const withTakenLeft = (backlog: Backlog, taken: readonly Lines[]): Backlog => {
  const isTaken = (one: Left): boolean =>
    one.task !== undefined && (isOver(one.why) ? taken.some(isWithin(one)) : isInRanges(taken, one.line));
  const { left, title } = backlog;
  const groups = left
    .filter(isTaken)
    .reduce((made, { task, of }) => (task ? withTask(made, { task, of, title }) : made), backlog.groups);
  return { ...backlog, groups, left: left.filter((one) => !isTaken(one)) };
};

const isWithin =
  ({ line, end }: Lines) =>
  (range: Lines): boolean =>
    line <= range.line && range.end <= end;

interface Placed {
  readonly task: Task;
  /** The group that it is a part of, where the source says so; else it goes where it stands. */
  readonly of: string | undefined;
  /** What all is called. */
  readonly title: string;
}

const withTask = (groups: readonly Group[], { task, of, title }: Placed): readonly Group[] => {
  const home =
    of === undefined
      ? groups.findLast((group) => isInRanges([group], task.line))
      : groups.find((group) => group.title === of);
  if (home)
    return groups.map((group) => (group === home ? { ...home, tasks: inserted(home.tasks, task) } : group));
  return inserted(groups, groupOf({ title: of ?? title, tasks: [task], line: task.line, end: task.end }));
};

/** With one more before the first that stands behind it. */
const inserted = <Kind extends Lines>(all: readonly Kind[], one: Kind): Kind[] => {
  const next = all.findIndex(({ line }) => line > one.line);
  return next < 0 ? [...all, one] : [...all.slice(0, next), one, ...all.slice(next)];
};
