import type { SeenComment } from "../core/command/comment.ts";
import type { IssueLinks, Label, MergeWay } from "../core/decide/change.ts";
import type { Delivered, Delivery } from "../core/notice/deliveries.ts";
import type { NoticePlace, NoticeText } from "../core/notice/text.ts";
import type { BaseFault } from "../core/proof/fault.ts";
import type { MilepostRecord } from "../core/snapshot/record.ts";
import type { Liveness, SeenIssue, SeenMilestone, SeenPull } from "../core/snapshot/snapshot.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import type { Finding } from "../core/verdict/verdict.ts";

/** An issue of ours, with its record. */
export interface OwnIssue {
  /** What the forge's GraphQL knows it by. */
  readonly id: string;
  readonly issue: SeenIssue;
  readonly record: MilepostRecord;
}

export interface IssueContent {
  readonly title: string;
  readonly text: string;
  readonly record: MilepostRecord;
  readonly labels: readonly string[];
}

/** What a todo's issue says. */
export interface TodoContent extends IssueContent {
  readonly record: TodoRecord;
}

export interface IssueState {
  readonly open: boolean;
  readonly notPlanned: boolean;
}

/** Branches to be merged into one: `branch`, or one of nearly that name where another plan has it. */
export interface Integration {
  readonly plan: string;
  readonly branch: string;
  readonly parts: readonly string[];
}

export interface BranchHead {
  readonly sha: string;
}

/** What the forge does not let happen, in its words: a rule of the repository, or a right that is lacking. */
export interface Refused {
  readonly refused: string;
}

/** Who holds a claim; the claim's commit says so. */
export interface ClaimNote {
  readonly run: string;
  readonly todo: string;
  /** The round that its lane is of; 0 where an earlier version did not say. */
  readonly round: number;
  /** ISO 8601. */
  readonly at: string;
  /** Commits at which the todo's branch may have been made: by this claim, or by those before it that broke off. */
  readonly starts: readonly string[];
}

/** What trying to win a claim came to: this run's claim, or the one that was there first. */
export type Win =
  | { readonly won: true; readonly sha: string }
  | { readonly won: false; readonly sha: string; readonly holder: ClaimNote };

/** A pull request to open; `isNew` when its branch cannot have one yet, so that none need be looked for. */
export interface PullContent {
  /** The one that the todo has already, as it is now; `null` when none was recorded. */
  readonly own: SeenPull | null;
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

/** A decision about a pull request that our reviews are to agree with. */
export interface Alignment {
  readonly approved: boolean;
  /** Keys of the wishes that an approval answers. */
  readonly answered: readonly string[];
  /** What a dismissed review is told, a sentence. */
  readonly why: string;
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

/** A comment of ours on a pull request, known by its name. */
export interface CommentContent {
  readonly pull: number;
  readonly name: string;
  readonly text: string;
  /** The one of that name, which is edited; `null` when there is none. */
  readonly earlier: OwnComment | null;
  /** The id of the issue that is written with it. */
  readonly issue: string;
}

/**
 * How a merge went; `queued`: the base's queue has it; `drifted`: the base has another tree now than was proved; `declined`
 * says in the forge's words what it asks for first; `isReplay`: a branch that can be replayed, and nothing else may be done.
 */
export type MergeOutcome =
  | "merged"
  | "queued"
  | "drifted"
  | "conflict"
  | "moved"
  | { readonly declined: string; readonly isReplay?: true };

/** What the steps ask of a forge. Creates happen once, however often an answer is lost. */
export interface Forge {
  createMilestone(content: { title: string; description: string; marker: string }): Promise<SeenMilestone>;
  writeMilestone(milestone: SeenMilestone): Promise<SeenMilestone>;
  /** Those that are there already stay as they are. */
  createLabels(labels: readonly Label[]): Promise<void>;
  getIssue(number: number): Promise<OwnIssue | null>;
  createIssue(milestone: number, content: IssueContent): Promise<OwnIssue>;
  createIssues(milestone: number, contents: readonly IssueContent[]): Promise<readonly OwnIssue[]>;
  /** Takes an issue that exists for a todo's: its words stay its author's, the record goes into a comment. */
  adoptIssue(milestone: number, number: number, content: TodoContent): Promise<OwnIssue>;
  /**
   * Shows issues as parts of another and as blocked by others, as far as the forge lets us. `idOf` answers ids of issues
   * that were read, by their numbers.
   */
  linkIssues(links: readonly IssueLinks[], idOf: (number: number) => string | null): Promise<void>;
  /** The plan's issue in a milestone that has a record of the same identity; `null` when there is none. */
  findIssue(milestone: number, record: MilepostRecord): Promise<OwnIssue | null>;
  /** Writes everything about an issue; a comment goes before it, by the same request where that can be. */
  writeIssue(
    number: number,
    content: IssueContent & IssueState,
    comment?: CommentContent,
  ): Promise<OwnIssue | null>;
  setIssueState(number: number, state: IssueState): Promise<OwnIssue | null>;
  /** Assigns people to an issue; answers the logins of all who are assigned now, in lower case. */
  assign(issue: number, people: readonly string[]): Promise<readonly string[]>;
  getBranch(branch: string): Promise<BranchHead | null>;
  /**
   * The branch's head; one that holds nothing but one of `starts` begins anew at `sha`. `null` when one of that name
   * holds other work.
   */
  createBranch(
    branch: string,
    wanted: { sha: string; starts: readonly string[] },
  ): Promise<string | null | Refused>;
  deleteBranch(branch: string): Promise<void>;
  /** Whether a commit contains another one; one that is gone, none does. */
  holds(commit: string, other: string): Promise<boolean>;
  /** Makes a branch of the plan hold all `parts`; answers which, or the part that conflicts with those before it. */
  integrate(
    wanted: Integration,
  ): Promise<{ branch: string; sha: string; parts: readonly string[] } | { conflict: string } | Refused>;
  winClaim(claim: { plan: string; last: string | null; note: ClaimNote }): Promise<Win>;
  openPull(content: PullContent): Promise<{ pull: SeenPull; created: boolean }>;
  getPull(number: number): Promise<SeenPull>;
  /** Shows a pull request on another base. */
  retarget(pull: number, base: string): Promise<SeenPull | Refused>;
  retitle(pull: number, title: string): Promise<SeenPull>;
  /** Merges exactly this head. */
  mergePull(pull: number, head: string, how: MergeWay): Promise<MergeOutcome>;
  /** Runs the failed jobs of a workflow run again; answers whether they run. */
  rerunFailed(run: number): Promise<boolean>;
  setStatus(sha: string, status: CommitStatus): Promise<void>;
  /** The comment of that name on a pull request; `null` when there is none. */
  findComment(pull: number, name: string): Promise<OwnComment | null>;
  /** Keeps one comment of that name up to date; `isNew` when nothing can be there yet. */
  upsertComment(issue: number, comment: { name: string; text: string; isNew: boolean }): Promise<void>;
  /** Removes a comment of ours; one that is gone already is fine. */
  deleteComment(id: number): Promise<void>;
  /** Comments on issues and pull requests that were written or changed at or after `since`. */
  listComments(since: string): Promise<readonly SeenComment[]>;
  getComment(id: number): Promise<SeenComment | null>;
  /** Gives a reaction: as whom, and whether for the first time; `null` when the comment is gone. */
  react(comment: number, reaction: Reaction): Promise<{ me: string; isNew: boolean } | null>;
  /** The answer that `me` gave to a comment. */
  findReply(comment: Pick<SeenComment, "id" | "issue">, me: string): Promise<OwnComment | null>;
  /** Answers on an issue or pull request; `earlier` is edited instead. */
  reply(issue: number, answer: { body: string; earlier: number | null }): Promise<void>;
  /** Whether somebody may write to the repository. */
  mayWrite(login: string): Promise<boolean>;
  /** Cancels the run that a claim names, where runs can be cancelled from outside. */
  cancelRun(run: string): Promise<void>;
  /** Posts a review in the reviewer's name, once; answers whether the forge took it as a formal one. */
  postReview(pull: number, review: ReviewContent): Promise<boolean>;
  /** Dismisses a review of ours, where the forge lets us. */
  dismissReview(pull: number, review: number, why: string): Promise<void>;
  /**
   * Brings our own reviews in line with a decision: resolves the threads that an approval answers, dismisses an opinion
   * that says the contrary. Answers whether none such stands that it may not dismiss.
   */
  alignReviews(pull: number, decision: Alignment): Promise<boolean>;
}

/** How people are told besides on the forge. */
export interface NoticePorts {
  readonly place: Omit<NoticePlace, "tracking">;
  /** Sends one notice; throws when it did not arrive. */
  send(delivery: Delivery, text: NoticeText): Promise<void>;
  /** Hears how each ended that was tried. */
  told(delivery: Delivery, delivered: Delivered, text: NoticeText): void;
}

/** What is known of the plan's commands on a tree. */
export type Proof =
  | {
      readonly kind: "passed";
      /** One that has the tree. */
      readonly commit: string;
      /** There when they passed only as they were run again. */
      readonly isFlaky?: boolean;
    }
  | { readonly kind: "failed"; readonly fault: BaseFault /** ISO 8601. */; readonly at: string };

/** Keeps on the forge on which trees the plan's commands passed, so that no run and no machine repeats it. */
export interface ProofStore {
  find(key: string): Promise<Proof | null>;
  keep(key: string, proof: Proof): Promise<void>;
  /** Full refs of all proofs that are kept. */
  refs(): Promise<readonly string[]>;
}

/** Says whether the run that claims a todo still holds it. */
export type ClaimLiveness = (run: string, todo: string) => Promise<Liveness>;

/** Reads a plan's snapshot: whole at first, then only what changed, so that reads do not grow with the plan. */
export interface SnapshotReader {
  read(): Promise<DesiredState>;
  /** Takes in what a write answered, so that it need not be read again. */
  note(seen: { issue?: OwnIssue | null; pull?: SeenPull; milestone?: SeenMilestone; label?: string }): void;
  /** The milestone's number; throws before it is there. */
  milestone(): number;
  /** What the forge knows an issue of the plan by; `null` when it has not been read. */
  idOf(number: number): string | null;
}
