import type { SeenComment } from "../../../src/core/command/comment.ts";
import type { MilepostRecord } from "../../../src/core/snapshot/record.ts";
import type {
  ForgePull,
  PersonReview,
  SeenIssue,
  SeenMilestone,
  SeenPull,
} from "../../../src/core/snapshot/snapshot.ts";
import { identityOf } from "../../../src/core/snapshot/twins.ts";
import type { ClaimNote, Forge, IssueContent, OwnIssue } from "../../../src/steps/ports.ts";
import { type CiState, judgeMerge, rerun, startCi } from "./ci.ts";
import { conversationOf } from "./conversation.ts";
import type { Tape } from "./tape.ts";

/** All that a forge holds, as plain values. A commit is the set of commits that it holds, itself among them. */
export interface ForgeState {
  readonly commits: Map<string, ReadonlySet<string>>;
  readonly branches: Map<string, string>;
  /** Commits that have the changes of others and not these themselves, as a squash leaves them. */
  readonly squashes: Map<string, ReadonlySet<string>>;
  readonly claims: Map<string, { sha: string; note: ClaimNote }>;
  readonly issues: Map<number, OwnIssue>;
  readonly pulls: Map<number, ForgePull>;
  /** What people said of pull requests, by pull request; what is gone was dismissed or replaced. */
  readonly reviews: Map<number, (PersonReview & { readonly gone: boolean })[]>;
  readonly labels: Set<string>;
  /** Whether merging a head into a base conflicts, once that was asked. */
  readonly conflicts: Map<string, boolean>;
  milestone: SeenMilestone | null;
  /** Whether the base takes no merges for now. */
  isProtected: boolean;
  /** The repository's own CI and the rules of the base; `null` where it has none. */
  ci: CiState | null;
  /** Branches whose pull requests were merged by Milepost, in that order. */
  readonly merged: string[];
  /** Comments by id, and the reactions that they were given. */
  readonly comments: Map<number, SeenComment & { readonly reactions: Set<string> }>;
  /** Runs that were cancelled. */
  readonly cancelled: Set<string>;
  /** The time, ISO 8601. */
  now: string;
}

export const newForgeState = (): ForgeState => ({
  commits: new Map([[shaOf(0), new Set([shaOf(0)])]]),
  branches: new Map([["main", shaOf(0)]]),
  squashes: new Map(),
  claims: new Map(),
  issues: new Map(),
  pulls: new Map(),
  reviews: new Map(),
  labels: new Set(),
  conflicts: new Map(),
  milestone: null,
  isProtected: false,
  ci: null,
  merged: [],
  comments: new Map(),
  cancelled: new Set(),
  now: "1970-01-01T00:00:00Z",
});

/** A branch that leads to no plan's base. */
export const elsewhere = "release";

const shaOf = (number: number): string => number.toString(16).padStart(40, "0");

/** A new commit that holds its parents. */
export const commit = ({ commits }: ForgeState, parents: readonly string[]): string => {
  const sha = shaOf(commits.size);
  commits.set(sha, new Set([sha, ...parents.flatMap((parent) => [...(commits.get(parent) ?? [])])]));
  return sha;
};

export const holds = ({ commits }: ForgeState, sha: string, other: string): boolean =>
  commits.get(sha)?.has(other) === true;

const headOf = ({ branches }: ForgeState, branch: string): string => {
  const head = branches.get(branch);
  if (head === undefined) throw new Error(`there is no branch ${branch}`);
  return head;
};

/** Moves a branch; pull requests follow, and those that the branch now holds count as merged, as on GitHub. */
export const move = (state: ForgeState, branch: string, sha: string): void => {
  state.branches.set(branch, sha);
  for (const pull of state.pulls.values()) {
    if (pull.state !== "open") continue;
    if (pull.branch === branch) {
      state.pulls.set(pull.number, { ...pull, head: sha });
      startCi(state, { ...pull, head: sha });
    } else if (pull.base === branch && holds(state, sha, pull.head))
      state.pulls.set(pull.number, { ...pull, state: "merged", merged: mergedNow(state, sha) });
  }
};

/** Each merge is later than those before it; a commit is made for each. */
const mergedNow = ({ commits }: ForgeState, commit: string) => ({
  at: String(commits.size).padStart(8, "0"),
  commit,
});

export const isConflict = (
  state: ForgeState,
  tape: Tape,
  [base, head]: readonly [string, string],
): boolean => {
  if (holds(state, head, base) || holds(state, base, head)) return false;
  const key = `${base} ${head}`;
  const known = state.conflicts.get(key) ?? tape.draw(12) === 11;
  state.conflicts.set(key, known);
  return known;
};

/** Merges a branch into another; `false` when they conflict. */
export const mergeBranch = (
  state: ForgeState,
  tape: Tape,
  [base, head]: readonly [string, string],
): boolean => {
  const [into, from] = [headOf(state, base), headOf(state, head)];
  if (isConflict(state, tape, [into, from])) return false;
  if (!holds(state, into, from)) move(state, base, commit(state, [into, from]));
  return true;
};

/** Merges a pull request by a commit that has all of its changes and none of its commits; `false` when they conflict. */
export const squashPull = (state: ForgeState, tape: Tape, pull: ForgePull): boolean => {
  const [into, from] = [headOf(state, pull.base), headOf(state, pull.branch)];
  if (isConflict(state, tape, [into, from])) return false;
  const squash = commit(state, [into]);
  const brought = [...(state.commits.get(from) ?? [])].filter((sha) => !holds(state, into, sha));
  state.squashes.set(squash, new Set(brought));
  state.pulls.set(pull.number, { ...pull, state: "merged", merged: mergedNow(state, squash) });
  move(state, pull.base, squash);
  return true;
};

/** Whether another open pull request leads from the same branch to the same base. */
export const isProposed = (
  { pulls }: ForgeState,
  { number, branch, base }: Pick<SeenPull, "number" | "branch" | "base">,
): boolean =>
  [...pulls.values()].some(
    (other) =>
      other.number !== number && other.state === "open" && other.branch === branch && other.base === base,
  );

/** Whether a commit has the changes of another one, by that itself or by what it was squashed to. */
export const hasChanges = (state: ForgeState, sha: string, other: string): boolean =>
  holds(state, sha, other) ||
  [...state.squashes].some(([squash, brought]) => brought.has(other) && holds(state, sha, squash));

/** Whether a commit in another one's history was squashed to one that is there, too, or nowhere in `base`. */
export const showsOthers = (state: ForgeState, head: string, base: string): boolean =>
  [...state.squashes].some(
    ([squash, brought]) =>
      holds(state, base, squash) &&
      !holds(state, head, squash) &&
      [...brought].some((sha) => holds(state, head, sha) && !holds(state, base, sha)),
  );

/** Whether a commit is in another branch too: a branch there has no work of its own. */
const isElsewhere = (state: ForgeState, branch: string, sha: string): boolean =>
  [...state.branches].some(([name, head]) => name !== branch && holds(state, head, sha));

/** Deletes a branch; open pull requests that rest on it are closed, as the platform may. */
const deleteBranch = (state: ForgeState, branch: string): void => {
  for (const pull of state.pulls.values())
    if (pull.state === "open" && (pull.base === branch || pull.branch === branch))
      throw new Error(`#${pull.number} still needs ${branch}, which is deleted`);
  state.branches.delete(branch);
};

const winClaim = (state: ForgeState, { last, note }: Parameters<Forge["winClaim"]>[0]) => {
  const held = state.claims.get(note.todo);
  if ((held?.sha ?? null) !== last && held) return { won: false as const, sha: held.sha, holder: held.note };
  const sha = commit(state, []);
  state.claims.set(note.todo, { sha, note });
  return { won: true as const, sha };
};

const issueOf = (
  number: number,
  content: IssueContent,
  state: Pick<SeenIssue, "open" | "notPlanned">,
): OwnIssue => {
  const { title, text, labels, record } = content;
  return { id: String(number), issue: { number, title, text, labels, ...state }, record };
};

const get = <Thing>(things: ReadonlyMap<number, Thing>, number: number): Thing => {
  const thing = things.get(number);
  if (thing === undefined) throw new Error(`there is no #${number}`);
  return thing;
};

/** The port of a forge over its state; `before` each call something else may happen, `after` it too. */
export const forgeOf = (state: ForgeState, tape: Tape): Forge => {
  const next = () => state.issues.size + state.pulls.size + 1;
  const put = (own: OwnIssue): OwnIssue => {
    state.issues.set(own.issue.number, own);
    return own;
  };
  const putPull = (pull: ForgePull): ForgePull => {
    state.pulls.set(pull.number, pull);
    return pull;
  };
  return {
    createMilestone: async ({ title, description }) => {
      if (state.milestone) throw new Error("a second milestone");
      state.milestone = { number: 1, open: true, title, description };
      return state.milestone;
    },
    writeMilestone: async ({ number, open, title, description }) => {
      state.milestone = { number, open, title, description };
      return state.milestone;
    },
    createLabels: async (labels) => {
      for (const { name } of labels) state.labels.add(name);
    },
    getIssue: async (number) => state.issues.get(number) ?? null,
    findIssue: async (_, record) =>
      [...state.issues.values()].find((one) => identityOf(one.record) === identityOf(record)) ?? null,
    createIssue: async (_, content) => {
      throwOnSecond(state, content.record);
      return put(issueOf(next(), content, { open: true, notPlanned: false }));
    },
    createIssues: async (_, contents) =>
      contents.map((content) => {
        throwOnSecond(state, content.record);
        return put(issueOf(next(), content, { open: true, notPlanned: false }));
      }),
    adoptIssue: async (_, number, content) =>
      put(issueOf(number, content, { open: true, notPlanned: false })),
    linkIssues: async () => undefined,
    writeIssue: async (number, content) => put(issueOf(number, content, content)),
    setIssueState: async (number, { open, notPlanned }) => {
      const own = get(state.issues, number);
      return put({ ...own, issue: { ...own.issue, open, notPlanned } });
    },
    getBranch: async (branch) => {
      const sha = state.branches.get(branch);
      return sha === undefined ? null : { sha };
    },
    createBranch: async (branch, { sha, starts }) => {
      const found = state.branches.get(branch);
      const isOther = found !== undefined && !starts.includes(found);
      if (isOther) return isElsewhere(state, branch, found) ? found : null;
      state.branches.set(branch, sha);
      return sha;
    },
    deleteBranch: async (branch) => deleteBranch(state, branch),
    holds: async (commit, other) => holds(state, commit, other),
    integrate: async ({ branch, parts }) => {
      const [first] = parts;
      if (!state.branches.has(branch)) state.branches.set(branch, headOf(state, first ?? ""));
      const conflict = parts.find((part) => !mergeBranch(state, tape, [branch, part]));
      const heads = parts.map((part) => headOf(state, part));
      return conflict === undefined ? { branch, sha: headOf(state, branch), parts: heads } : { conflict };
    },
    winClaim: async (claim) => winClaim(state, claim),
    openPull: async ({ own, branch, base, title }) => {
      const open = [...state.pulls.values()].filter((pull) => pull.state === "open");
      const found =
        open.find((pull) => pull.number === own?.number) ??
        open.find((pull) => pull.branch === branch && pull.base === base);
      if (found) return { pull: found, created: false };
      if (holds(state, headOf(state, base), headOf(state, branch))) throw new Error("no commits between");
      const head = headOf(state, branch);
      const pull = { number: next(), branch, base, head, title, state: "open", merged: null } as const;
      startCi(state, pull);
      return { pull: putPull(pull), created: true };
    },
    getPull: async (number) => get(state.pulls, number),
    retarget: async (number, base) => {
      headOf(state, base);
      const pull = get(state.pulls, number);
      const refused = `A pull request already exists for base branch '${base}'`;
      return isProposed(state, { ...pull, base }) ? { refused } : putPull({ ...pull, base });
    },
    retitle: async (number, title) => putPull({ ...get(state.pulls, number), title }),
    rerunFailed: async (run) => rerun(state, run),
    mergePull: async (number, head, how) => {
      const pull = get(state.pulls, number);
      if (pull.state !== "open" || pull.head !== head) return "moved";
      if (state.isProtected) return { declined: "a review is required" };
      const outcome = judgeMerge(state, pull, how);
      if (outcome !== null) return outcome;
      const isMerged =
        state.ci && how.method !== "merge"
          ? squashPull(state, tape, pull)
          : mergeBranch(state, tape, [pull.base, pull.branch]);
      if (!isMerged) return "conflict";
      state.merged.push(pull.branch);
      return "merged";
    },
    setStatus: async () => undefined,
    ...conversationOf(state),
    assign: async (_, people) => people,
    findComment: async () => null,
    upsertComment: async () => undefined,
    postReview: async () => true,
    alignReviews: async () => true,
    dismissReview: async () => undefined,
  };
};

const throwOnSecond = ({ issues }: ForgeState, record: MilepostRecord): void => {
  const identity = identityOf(record);
  for (const { record: other } of issues.values())
    if (identityOf(other) === identity) throw new Error(`a second issue for ${identity}`);
};
