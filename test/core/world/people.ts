import type { FixRecord } from "../../../src/core/snapshot/record.ts";
import type { PersonReview, SeenPull } from "../../../src/core/snapshot/snapshot.ts";
import { reviewKey } from "../../../src/core/todo/observe/people.ts";
import { claimOf } from "../../../src/core/todo/state.ts";
import { meddle } from "./ci.ts";
import { say } from "./conversation.ts";
import {
  commit,
  elsewhere,
  type ForgeState,
  holds,
  isProposed,
  mergeBranch,
  move,
  squashPull,
} from "./forge.ts";
import type { Tape } from "./tape.ts";

interface Hands {
  readonly state: ForgeState;
  readonly tape: Tape;
}

/** What people do that a plan recovers from by itself. */
const gentle: readonly ((hands: Hands) => void)[] = [
  /** Closes an issue as completed. */
  ({ state, tape }) => setIssue(state, tape.pick(todos(state)), { open: false, notPlanned: false }),
  /** Opens an issue again. */
  ({ state, tape }) =>
    setIssue(state, tape.pick(todos(state).filter(({ issue }) => !issue.open)), {
      open: true,
      notPlanned: false,
    }),
  /** Pushes to a pull request. */
  ({ state, tape }) => {
    const pull = tape.pick(pullsThatAre(state, "open"));
    if (pull) move(state, pull.branch, commit(state, [pull.head]));
  },
  /** Asks for something more. */
  ({ state, tape }) => openFix(state, tape),
  /** Closes or opens a fix's issue. */
  ({ state, tape }) => {
    const fix = tape.pick([...state.issues.values()].filter(({ record }) => record.kind === "fix"));
    setIssue(state, fix, { open: !fix?.issue.open, notPlanned: false });
  },
  /** Merges a pull request that is approved and next. */
  ({ state, tape }) => mergePull(state, tape, isApproved),
  /** Asks for changes in a review. */
  ({ state, tape }) => review(state, tape, "request_changes"),
  /** Approves what a pull request is now, or what it was. */
  ({ state, tape }) => review(state, tape, "approve"),
  /** Dismisses a review. */
  ({ state, tape }) => {
    const [number, all] = tape.pick([...state.reviews]) ?? [];
    const one = tape.pick(all ?? []);
    if (number !== undefined && all)
      state.reviews.set(
        number,
        all.map((other) => (other === one ? { ...other, gone: true } : other)),
      );
  },
  /** Commands what holds nothing up; a stranger says the same. */
  ({ state, tape }) => command(state, tape, gentleCommands),
];

const gentleCommands = [
  ...[
    "help",
    "status",
    "resume",
    "retry",
    "nonsense",
    "rounds 100",
    "rounds 0",
    "grant",
    "grant src/x",
    "allow",
    "allow 0123456789",
  ],
  ...["approve", "changes do it again", "split", "reassign body-0", "reassign body-1", "reassign nobody"],
];
const roughCommands = [...gentleCommands, "pause", "pause", "stop", "skip not wanted", "rounds 1"];

/** What people do that may need them again. */
const rough: readonly ((hands: Hands) => void)[] = [
  /** Commands anything. */
  ({ state, tape }) => command(state, tape, roughCommands),
  /** Skips a todo. */
  ({ state, tape }) => setIssue(state, tape.pick(todos(state)), { open: false, notPlanned: true }),
  /** Merges a pull request that may be in the middle of its work. */
  ({ state, tape }) => mergePull(state, tape, () => true),
  /** Merges a pull request wherever it goes, though its base may be merged already. */
  ({ state, tape }) => {
    const pull = tape.pick(pullsThatAre(state, "open"));
    if (pull && state.branches.has(pull.base)) mergeBranch(state, tape, [pull.base, pull.branch]);
  },
  /** Opens a pull request of their own from a branch, to the base or elsewhere. */
  ({ state, tape }) => {
    const branch = tape.pick([...state.branches.keys()].filter((one) => one.startsWith("p/")));
    if (branch !== undefined) openPull(state, branch, tape.draw(2) === 1 ? elsewhere : "main");
  },
  /** Meddles with the merge queue. */
  ({ state }) => meddle(state),
  /** Shows a pull request on another base. */
  ({ state, tape }) => {
    const open = pullsThatAre(state, "open");
    const pull = tape.pick(open);
    const base = tape.pick(["main", elsewhere, ...open.map(({ branch }) => branch)]) ?? "main";
    if (!pull || base === pull.branch || !state.branches.has(base)) return;
    if (holds(state, state.branches.get(base) ?? "", pull.head)) return;
    if (!isProposed(state, { ...pull, base })) state.pulls.set(pull.number, { ...pull, base });
  },
  /** Makes a branch anew on its base, over what is there. */
  ({ state, tape }) => {
    const pull = tape.pick(pullsThatAre(state, "open"));
    const base = state.branches.get(pull?.base ?? "");
    if (pull && base !== undefined) move(state, pull.branch, commit(state, [base]));
  },
  /** Closes a pull request. */
  ({ state, tape }) => {
    const pull = tape.pick(pullsThatAre(state, "open"));
    if (pull) state.pulls.set(pull.number, { ...pull, state: "closed" });
  },
  /** Opens a closed pull request again. */
  ({ state, tape }) => {
    const pull = tape.pick(pullsThatAre(state, "closed"));
    const head = state.branches.get(pull?.branch ?? "");
    if (pull && head !== undefined && !isProposed(state, pull) && state.branches.has(pull.base))
      state.pulls.set(pull.number, { ...pull, state: "open", head });
  },
];

/** One person does one thing. */
export const act = (
  hands: Hands,
  { rough: isRough, bossy }: { readonly rough: boolean; readonly bossy: boolean },
): void => {
  if (bossy) command(hands.state, hands.tape, isRough ? roughCommands : gentleCommands);
  else hands.tape.pick(isRough ? [...gentle, ...rough] : gentle)?.(hands);
};

const todos = ({ issues }: ForgeState) => [...issues.values()].filter(({ record }) => record.kind === "todo");

const pullsThatAre = ({ pulls }: ForgeState, wanted: "open" | "closed") =>
  [...pulls.values()].filter(({ state }) => state === wanted);

type Own = ReturnType<typeof todos>[number];

const setIssue = (
  state: ForgeState,
  own: Own | undefined,
  change: { open: boolean; notPlanned: boolean },
): void => {
  if (own) state.issues.set(own.issue.number, { ...own, issue: { ...own.issue, ...change } });
};

const command = (state: ForgeState, tape: Tape, commands: readonly string[]): void => {
  const number = tape.pick([...state.issues.keys(), ...state.pulls.keys()]);
  if (number === undefined) return;
  const lines = tape.draw(4) === 3 ? [tape.pick(commands), tape.pick(commands)] : [tape.pick(commands)];
  const author = tape.draw(8) === 7 ? "stranger" : "owner";
  say(state, number, lines.map((line) => `/milepost ${line}`).join("\n"), author);
};

/** As the command `changes` does it: the round is the last one that does not know of it. */
const openFix = (state: ForgeState, tape: Tape): void => {
  const own = tape.pick(todos(state).filter(({ record }) => record.kind === "todo" && record.pull !== null));
  if (own?.record.kind !== "todo") return;
  const { todo, plan, rounds, state: at } = own.record;
  const number = state.issues.size + state.pulls.size + 1;
  const round = rounds + (claimOf(at) ? 1 : 0);
  const key = number.toString(16).padStart(16, "0");
  const record: FixRecord = { v: 1, kind: "fix", plan, todo, key, cause: "person", round };
  const issue = {
    number,
    title: "Please",
    text: "Do it",
    labels: ["milepost"],
    open: true,
    notPlanned: false,
  };
  state.issues.set(number, { id: String(number), issue, record });
};

/** Somebody's latest review takes the place of their earlier ones. */
const review = (state: ForgeState, tape: Tape, decision: PersonReview["decision"]): void => {
  const pull = tape.pick(pullsThatAre(state, "open"));
  if (!pull) return;
  const by = tape.pick(["ada", "ben"]) ?? "ada";
  const count = [...state.reviews.values()].flat().length;
  const at = new Date(count * 1000).toISOString();
  const commit = tape.draw(4) === 3 ? "0".repeat(40) : pull.head;
  const threads = tape.draw(6) === 5 ? [{ path: "a.ts", line: 1, body: "Why?", to: null }] : [];
  const one = {
    key: reviewKey(String(count)),
    by,
    at,
    commit,
    decision,
    body: "Not so",
    threads,
    gone: false,
  };
  const others = (state.reviews.get(pull.number) ?? []).map((other) =>
    other.by === by ? { ...other, gone: true } : other,
  );
  state.reviews.set(pull.number, [...others, one]);
};

const mergePull = (
  state: ForgeState,
  tape: Tape,
  may: (state: ForgeState, pull: SeenPull) => boolean,
): void => {
  const pull = tape.pick(pullsThatAre(state, "open").filter((one) => may(state, one) && isNext(state, one)));
  if (!pull) return;
  const isMerged =
    tape.draw(3) === 2 ? squashPull(state, tape, pull) : mergeBranch(state, tape, [pull.base, pull.branch]);
  if (isMerged && tape.draw(2) === 1) deleteMerged(state, pull.branch);
};

const openPull = (state: ForgeState, branch: string, base: string): void => {
  const main = state.branches.get("main") ?? "";
  if (!state.branches.has(base)) state.branches.set(base, main);
  const head = state.branches.get(branch) ?? "";
  const number = state.issues.size + state.pulls.size + 1;
  if (isProposed(state, { number, branch, base }) || holds(state, state.branches.get(base) ?? "", head))
    return;
  state.pulls.set(number, { number, branch, base, head, title: "Mine", state: "open", merged: null });
};

const isApproved = (state: ForgeState, { branch, head }: SeenPull): boolean =>
  todos(state).some(
    ({ record }) =>
      record.kind === "todo" &&
      record.branch === branch &&
      record.state.status === "approved" &&
      record.state.verdict.commit === head,
  );

/** Whether merging leaves what is below and beside in place: its base is not merged, and it brings no other one along. */
const isNext = (state: ForgeState, { number, base, head }: SeenPull): boolean => {
  const others = pullsThatAre(state, "open").filter((other) => other.number !== number);
  const isBaseOpen = base === "main" || others.some(({ branch }) => branch === base);
  return isBaseOpen && !others.some((other) => other.base !== base && holds(state, head, other.head));
};

/** Deletes the branch of a merged pull request; what rested on it moves to its base, as GitHub does. */
const deleteMerged = (state: ForgeState, branch: string): void => {
  const merged = [...state.pulls.values()].find((pull) => pull.branch === branch && pull.state === "merged");
  if (!merged || pullsThatAre(state, "open").some((pull) => pull.branch === branch)) return;
  state.branches.delete(branch);
  for (const pull of pullsThatAre(state, "open"))
    if (pull.base === branch) state.pulls.set(pull.number, { ...pull, base: merged.base });
};
