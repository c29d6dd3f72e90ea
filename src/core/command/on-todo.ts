import { count } from "../count.ts";
import { approveBy, askChanges, retried, withRounds } from "../decide/decisions.ts";
import { isDone, isSkipped } from "../decide/mend.ts";
import { withChange } from "../decide/wanted.ts";
import { MilepostError } from "../error.ts";
import { cut } from "../key.ts";
import { grant } from "../lane/grant.ts";
import { blockedHead } from "../report/blocked.ts";
import { waits } from "../report/waits.ts";
import { statusBefore } from "../snapshot/record.ts";
import { type AskedOfTodo, type Draft, type Obeyed, obeyed, refused, type TodoMeaning } from "./meaning.ts";

/*
 * What commands mean on a todo's issue, on its pull request and on the issues of its fixes.
 */

export const statusOfTodo: TodoMeaning = (draft, { one }) => {
  const { record, todo, pull, fixes } = one;
  const open = fixes.filter(({ issue }) => issue.open).map(({ issue }) => `#${issue.number}`);
  const { todos, others } = waits([...draft.todos.values()], draft.plan.bodies)(one);
  const before = [...todos.map(({ todo }) => `\`${todo.order}\``), ...others];
  const parts = [
    `\`${todo.order}\` is ${isSkipped(one) ? "skipped" : record.status}`,
    ...(record.status === "blocked" && record.blocked ? [blockedHead(record.blocked)] : []),
    ...(record.paused ? ["paused"] : []),
    ...(pull ? [`pull request #${pull.number} (${pull.state})`] : []),
    ...(record.rounds > 0 ? [`${count(record.rounds, "round")} of review`] : []),
    ...(open.length > 0 ? [`follow-ups to answer: ${open.join(", ")}`] : []),
    ...(before.length > 0 ? [`waits for ${before.join(", ")}`] : []),
    ...(draft.tracking.record.paused ? ["the whole plan is paused"] : []),
  ];
  return obeyed(cut(parts.join("; "), 2000));
};

export const pauseTodo: TodoMeaning = (_, { one }) => {
  if (isDone(one)) return refused("it is done: there is nothing to pause");
  if (one.record.paused) return obeyed("it is paused already");
  const todos = [withChange(one, "a person paused it", { paused: true })];
  return obeyed("no lane of it starts until `/milepost resume`", { todos });
};

export const resumeTodo: TodoMeaning = ({ tracking }, { one }) => {
  const plan = tracking.record.paused ? `; the whole plan is paused, see #${tracking.issue.number}` : "";
  if (!one.record.paused) return obeyed(`it is not paused${plan}`);
  return obeyed(`it goes on${plan}`, { todos: [withChange(one, "a person resumed it", { paused: false })] });
};

export const retryTodo: TodoMeaning = (_, { one, by }) => {
  const why = `${by} asked for a retry`;
  if (isSkipped(one)) {
    const { record } = one;
    const status = record.status === "approved" ? record.status : statusBefore(record);
    const change = {
      ...(record.status === "blocked" ? retried(record) : { ...record, status }),
      skipped: null,
    };
    return obeyed("it is no longer skipped", {
      todos: [withChange(one, why, change, { open: change.status !== "approved", notPlanned: false })],
    });
  }
  if (one.record.status !== "blocked") return refused("it is not blocked: there is nothing to retry");
  return obeyed("it has new attempts and rounds", {
    todos: [withChange(one, why, retried(one.record), opened)],
  });
};

const opened = { open: true, notPlanned: false };

export const skipTodo: TodoMeaning = (_, { one, by, argument }) => {
  if (isSkipped(one)) return obeyed("it is skipped already");
  if (isDone(one) && one.pull?.state === "merged")
    return refused("it is approved and merged: there is nothing to skip");
  const pull = one.pull?.state === "open" ? `; its pull request #${one.pull.number} is left as it is` : "";
  const skipped = cut(`${by}: ${argument}`, 400);
  const todos = [
    withChange(one, `${by} skipped it: ${argument}`, { skipped }, { open: false, notPlanned: true }),
  ];
  return obeyed(
    `closed as not planned; nothing waits for it any more${pull}. \`/milepost retry\` takes it back`,
    { todos },
  );
};

export const approveTodo: TodoMeaning = (_, { one, by, head }) => {
  const { pull, record } = one;
  if (isSkipped(one)) return refused("it is skipped: `/milepost retry` takes it back");
  if (!pull || pull.state === "closed" || pull.state === "astray")
    return refused("it has no open pull request to approve");
  const short = pull.head.slice(0, 10);
  if (head !== null && head !== pull.head)
    return refused(
      `its head was ${head.slice(0, 10)} when you said so and is ${short} now: look again, then approve`,
    );
  if (record.status === "approved" && record.verdict?.commit === pull.head)
    return obeyed(`${short} is approved already`);
  const change = { ...approveBy(record, { by, head: pull.head }), pull: pull.number };
  const done = { open: false, notPlanned: false };
  return obeyed(`${short} is approved in your name`, {
    todos: [withChange(one, `${by} approved ${short}`, change, done)],
  });
};

export const changeTodo: TodoMeaning = (draft, asked) => ask(draft, asked, asked.argument);

/** Opens a fix in the person's name, once for each comment and text. */
export const ask = (draft: Draft, { one, by, link }: AskedOfTodo, what: string): Obeyed => {
  if (isSkipped(one)) return refused("it is skipped: `/milepost retry` takes it back");
  const issue = one.seen?.issue.number ?? 0;
  const change = askChanges(one.record, { what: `${what}\n\n(${link})`, by, issue });
  const known = draft.fixes.find(
    ({ record }) => record.todo === one.todo.id && record.key === change.record.key,
  );
  if (known) return obeyed(`#${known.issue.number} asks for it`);
  const when = one.held ? "when the run that holds the todo has ended" : "next";
  return obeyed(`a follow-up for its agent is opened, to be answered ${when}`, { creates: [change] });
};

export const roundsOfTodo: TodoMeaning = ({ plan }, { one, by, argument }) => {
  const rounds = Number(argument);
  const { record } = one;
  if (isDone(one)) return refused("it is done: it needs no more rounds");
  if (rounds <= record.rounds)
    return refused(`it has been reviewed ${count(record.rounds, "time")} already: give a number above that`);
  const change = withRounds(record, { rounds, limits: plan.limits });
  const todos = [withChange(one, `${by} set its rounds to ${rounds}`, change)];
  return obeyed(
    `it may be reviewed ${count(rounds, "time")} in all, ${count(rounds - record.rounds, "time")} from now on`,
    {
      todos,
    },
  );
};

export const grantTodo: TodoMeaning = (_, { one, by, argument }) => {
  const paths = argument === "" ? one.record.wants : argument.split(" ");
  try {
    const todos = [withChange(one, `${by} granted paths`, grant(one.record, paths))];
    return obeyed(`its agent may change ${paths.map((path) => `\`${path}\``).join(", ")} for this todo`, {
      todos,
    });
  } catch (error) {
    if (error instanceof MilepostError) return refused(`${error.message}: ${error.hint ?? ""}`);
    throw error;
  }
};
