import type { Label } from "../core/change.ts";
import type { SeenComment } from "../core/command/comment.ts";
import type { Entry } from "../core/handoff.ts";
import type { Body, Plan, Todo } from "../core/plan/plan.ts";
import type { MilepostRecord, TodoRecord } from "../core/record.ts";
import type { Liveness, SeenIssue, SeenPull, Snapshot } from "../core/snapshot.ts";
import type { Usage } from "../core/usage.ts";
import type { Finding, Verdict } from "../core/verdict.ts";
import type { ReportState } from "../gates/coverage/state.ts";
import type { Facts } from "../gates/gate.ts";

/** An issue of ours, with its record. */
export interface OwnIssue {
  readonly issue: SeenIssue;
  readonly record: MilepostRecord;
}

export interface IssueContent {
  readonly title: string;
  readonly text: string;
  readonly record: MilepostRecord;
  readonly labels: readonly string[];
}

export interface IssueState {
  readonly open: boolean;
  readonly notPlanned: boolean;
}

export interface Milestone {
  readonly number: number;
  readonly open: boolean;
}

export interface BranchHead {
  readonly sha: string;
}

/** Who holds a claim; the claim's commit says so. */
export interface ClaimNote {
  readonly run: string;
  readonly todo: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What trying to win a claim came to: this run's claim, or the one that was there first. */
export type Win =
  | { readonly won: true; readonly sha: string }
  | { readonly won: false; readonly sha: string; readonly holder: ClaimNote };

/** A pull request to open; `isNew` when its branch cannot have one yet, so that none need be looked for. */
export interface PullContent {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly isNew: boolean;
}

/** A review to post; `name` tells it apart, so that it is posted once. */
export interface ReviewContent {
  readonly name: string;
  /** When it cannot be there yet, so that it need not be looked for. */
  readonly isNew: boolean;
  readonly event: "APPROVE" | "REQUEST_CHANGES";
  readonly body: string;
  readonly commit: string;
  /** Only findings on lines of the diff: one other line fails the whole review. */
  readonly comments: readonly Finding[];
}

export interface CommitStatus {
  readonly context: "milepost/gates" | "milepost/review";
  readonly ok: boolean;
  readonly description: string;
}

/** How a comment is acknowledged. */
export type Reaction = "eyes" | "+1" | "-1" | "confused";

/** A comment that this identity wrote. */
export interface OwnComment {
  readonly id: number;
  readonly body: string;
}

/** What the steps ask of a forge. Creates happen once, however often an answer is lost. */
export interface Forge {
  createMilestone(content: { title: string; description: string; marker: string }): Promise<Milestone>;
  setMilestoneOpen(number: number, open: boolean): Promise<Milestone>;
  createLabel(label: Label): Promise<void>;
  getIssue(number: number): Promise<OwnIssue | null>;
  createIssue(milestone: number, content: IssueContent): Promise<OwnIssue>;
  writeIssue(number: number, content: IssueContent & IssueState): Promise<OwnIssue | null>;
  setIssueOpen(number: number, open: boolean): Promise<OwnIssue | null>;
  getBranch(branch: string): Promise<BranchHead | null>;
  /** The branch's head; `null` when one of that name holds other work. */
  createBranch(branch: string, sha: string): Promise<string | null>;
  deleteBranch(branch: string): Promise<void>;
  /** Makes `branch` hold all `parts`; answers its head, or the part that conflicts with those before it. */
  integrate(branch: string, parts: readonly string[]): Promise<{ sha: string } | { conflict: string }>;
  winClaim(claim: { plan: string; last: string | null; note: ClaimNote }): Promise<Win>;
  openPull(content: PullContent): Promise<{ pull: SeenPull; created: boolean }>;
  getPull(number: number): Promise<SeenPull>;
  retarget(pull: number, base: string): Promise<SeenPull>;
  mergePull(pull: number, head: string): Promise<"merged" | "conflict" | "moved">;
  setStatus(sha: string, status: CommitStatus): Promise<void>;
  /** Keeps one comment of that name up to date; `isNew` when nothing can be there yet. */
  keepComment(issue: number, comment: { name: string; text: string; isNew: boolean }): Promise<void>;
  /** Comments on issues and pull requests that were written or changed at or after `since`. */
  listComments(since: string): Promise<readonly SeenComment[]>;
  getComment(id: number): Promise<SeenComment | null>;
  /** Gives a reaction: as whom, and whether for the first time; `null` when the comment is gone. */
  react(comment: number, reaction: Reaction): Promise<{ me: string; isNew: boolean } | null>;
  /** The answer that `me` gave to a comment. */
  findReply(comment: SeenComment, me: string): Promise<OwnComment | null>;
  /** Answers on an issue or pull request; `earlier` is edited instead. */
  reply(issue: number, answer: { body: string; earlier: number | null }): Promise<void>;
  /** Whether somebody may write to the repository. */
  mayWrite(login: string): Promise<boolean>;
  /** Cancels the run that a claim names, where runs can be cancelled from outside. */
  cancelRun(run: string): Promise<void>;
  /** Posts a review in the reviewer's name, once; answers whether the forge took it as a formal one. */
  postReview(pull: number, review: ReviewContent): Promise<boolean>;
  /** Resolves the threads of our own reviews, and those of people's wishes with these keys. */
  resolveThreads(pull: number, answered: readonly string[]): Promise<void>;
}

/** Says how the run that claims a todo stands. */
export type Standing = (run: string, todo: string) => Promise<Liveness>;

/** Reads a plan's snapshot: whole at first, then only what changed, so that reads do not grow with the plan. */
export interface SnapshotReader {
  read(): Promise<Snapshot>;
  /** Takes in what a write answered, so that it need not be read again. */
  note(seen: { issue?: OwnIssue | null; pull?: SeenPull; milestone?: Milestone; label?: string }): void;
  /** The milestone's number; throws before it is there. */
  milestone(): number;
}

/** A checkout for one agent or reviewer. */
export interface Checkout {
  readonly path: string;
  /** Whether the plan's setup commands must run in it. */
  readonly fresh: boolean;
  /** Unfinished work of an earlier attempt, kept in the shared repository; `null` when there is none. */
  readonly earlier: string | null;
  setUp(): Promise<void>;
  /** Commits what is left uncommitted and answers the head. */
  commit(message: string): Promise<string>;
  /** The change from the base to the head, as gates judge it. */
  facts(base: string, head: string): Promise<Facts>;
  /** The coverage report at `path`, if the verify commands, begun at `since` (ms since 1970), have written it. */
  coverage(wanted: { path: string; head: string; since: number }): Promise<ReportState>;
  bundle(head: string, file: string): Promise<void>;
}

/** Worktrees, and nothing else of git, for steps that run programs. */
export interface Workshop {
  checkOut(wanted: {
    worktree: string;
    branch: string;
    start: string;
    base: { name: string; sha: string };
  }): Promise<Checkout>;
  checkOutForReview(wanted: { worktree: string; head: string }): Promise<Checkout>;
  /** What an agent changed outside its worktree while `work` ran, each in words. */
  guard<T>(work: () => Promise<T>): Promise<{ result: T; escapes: readonly string[] }>;
}

/** The trusted side of git: takes in bundles, publishes commits. */
export interface Publisher {
  fetch(wanted: readonly string[]): Promise<void>;
  /** Takes in a bundle as hostile input and answers its head; `published` are commits that it may have merged. */
  importBundle(file: string, expected: { start: string; published: readonly string[] }): Promise<string>;
  /** Gives the commits from `start` to `head` one author, sign-offs and the plan's signature; trees stay. */
  makeCoherent(wanted: {
    start: string;
    head: string;
    published: readonly string[];
    /** What an earlier run pushed of this work; the same commits are taken again, with their signatures. */
    pushed: { base: string; head: string } | null;
  }): Promise<{ head: string /** Commits whose sign-off was missing. */; signedOff: number }>;
  /** Paths that conflict when the two are merged. */
  conflictsWith(base: string, head: string): Promise<readonly string[]>;
  push(sha: string, ref: string, lease: { expect: string | null }): Promise<void>;
  facts(base: string, head: string): Promise<Facts>;
  diff(base: string, head: string): Promise<string>;
}

/** How a program that was asked to do something ended; `ok` says that it exited with 0. */
export interface ProgramEnd {
  readonly ok: boolean;
  /** In words, with the end of its output: "exit code 3", "no output for 10 minutes" … */
  readonly how: string;
  readonly interrupted: boolean;
}

export interface AgentTask {
  readonly cwd: string;
  readonly prompt: string;
  readonly attempt: number;
}

export interface AgentAnswer extends ProgramEnd {
  /** What it said last; empty when it said nothing that can be read. */
  readonly said: string;
  /** What it says it used; `null` when it does not tell. */
  readonly usage: Usage | null;
  /** What it wrote itself; `null` when it wrote nothing. */
  readonly outcome: {
    readonly outcome: "done" | "blocked" | "nothing-to-do";
    readonly summary: string;
    /** Paths that it needs and its body does not own. */
    readonly wants: readonly string[];
  } | null;
}

export interface ReviewTask {
  readonly cwd: string;
  readonly prompt: string;
  readonly diff: string;
  /** The diff since the last review; `null` when there was none. */
  readonly since: string | null;
  readonly head: string;
}

/** `verdict` is `null` when there is none that can be read; `problem` then says why. */
export interface ReviewAnswer extends ProgramEnd {
  readonly verdict: Verdict | null;
  readonly problem: string;
  readonly usage: Usage | null;
}

/** Tells what a step is doing, and what led to it, for people who watch. */
export type Progress = (stage: string, detail?: string) => void;

export type RunAgent = (entry: Entry, task: AgentTask) => Promise<AgentAnswer>;
export type RunReviewer = (entry: Entry, task: ReviewTask) => Promise<ReviewAnswer>;

/** Runs one of the plan's shell commands in a checkout. */
export type RunCommand = (command: string, cwd: string) => Promise<ProgramEnd>;

/** What a prompt's template may name. */
export interface PromptValues extends Context {
  readonly plan: Plan;
  readonly entry: Entry;
  /** What the gates said, as text: to an agent what failed, to a reviewer everything; empty when nothing did. */
  readonly gates: string;
  readonly earlier: string | null;
  /** What a reviewer reads; `null` in an agent's prompt. */
  readonly review: {
    readonly head: string;
    /** The file of the whole diff. */
    readonly diff: string;
    /** The file of the diff since the head that was reviewed last; `null` when there is none. */
    readonly since: string | null;
    /** Why the verdict before could not be read; empty the first time. */
    readonly problem: string;
  } | null;
}

/** What earlier steps left on the forge about a todo. */
export interface Context {
  readonly body: Body;
  readonly todo: Todo;
  /** Whether the todo's words are the plan's own; a follow-up's are what a review said. */
  readonly isPlanned: boolean;
  readonly fixes: readonly { readonly number: number; readonly title: string; readonly body: string }[];
  /** What earlier rounds found, and how it stands. */
  readonly findings: TodoRecord["findings"];
  /** What the agent said of its work in earlier rounds. */
  readonly answers: TodoRecord["answers"];
  /** The head that was reviewed last. */
  readonly reviewed: string | null;
}

/** Renders a prompt from its template. */
export type RenderPrompt = (kind: "implement" | "fix" | "review", values: PromptValues) => Promise<string>;
