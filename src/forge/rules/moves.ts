import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { rulesOn } from "./active.ts";
import type { ActiveRule } from "./active-rule.ts";
import type { RuleActor } from "./bypass.ts";
import { brokenBy, type NewCommits, patternBroken, type RuleGit, readNewCommits } from "./commits.ts";
import { missingChecks, requiredChecks } from "./required-checks.ts";
import type { RefRule } from "./schema.ts";

/** A move of a ref that somebody asks for; `null` is that it is not there. */
export interface AskedMove {
  readonly ref: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What keeps a ref from being moved, in GitHub's words. */
export interface Violation {
  readonly message: string;
  /** Whether a ruleset says so, or the branch's protection. */
  readonly byRuleset: boolean;
}

interface Judged {
  readonly store: Store;
  readonly repository: Repository;
  readonly git: RuleGit;
  readonly actor: RuleActor;
}

/** Everything that rules hold against a move. */
export const violationsOf = async (judged: Judged, move: AskedMove): Promise<Violation[]> => {
  const binding = rulesOn(judged, move.ref).filter(({ passedBy }) => !passedBy(judged.actor, "push"));
  if (binding.length === 0 || move.from === move.to) return [];
  const range = rangeOf(move);
  const commits = range && binding.some(isOfCommits) ? await readNewCommits(judged.git, range) : [];
  const isNew = range === null ? false : await hasNewCommits(judged.git, range);
  const found = await Promise.all(
    binding.map(async (active) => {
      const message =
        ofMove(active.rule, move, { isNew, isForced: await isForced(judged.git, move, active.rule) }) ??
        (range && (await brokenBy(judged.git, active.rule, { commits, range })));
      return message === null ? [] : [{ message, byRuleset: active.ruleset !== null }];
    }),
  );
  const checks = checksMissing(judged, move, binding);
  return [...new Map([...found.flat(), ...checks].map((one) => [one.message, one])).values()];
};

/** What comes to a branch by its own history; what is new to a repository where the branch is new. */
const rangeOf = ({ from, to }: AskedMove): NewCommits | null =>
  to === null ? null : { to, not: from === null ? ["--all"] : [from] };

const hasNewCommits = async (git: RuleGit, { to, not }: NewCommits): Promise<boolean> =>
  (await git.run(["rev-list", "-1", to, "--not", ...not])).trim() !== "";

const ofCommits: ReadonlySet<RefRule["type"]> = new Set([
  "required_linear_history",
  "required_signatures",
  "file_path_restriction",
  "file_extension_restriction",
  "max_file_path_length",
  "max_file_size",
  "commit_message_pattern",
  "commit_author_email_pattern",
  "committer_email_pattern",
]);
const isOfCommits = ({ rule }: ActiveRule): boolean => ofCommits.has(rule.type);

const isForced = async (git: RuleGit, { from, to }: AskedMove, rule: RefRule): Promise<boolean> => {
  if (rule.type !== "non_fast_forward" || from === null || to === null) return false;
  return (await git.attempt(["merge-base", "--is-ancestor", from, to])).exitCode !== 0;
};

/** What a rule holds against the move itself. */
const ofMove = (
  rule: RefRule,
  { ref, from, to }: AskedMove,
  { isNew, isForced }: { isNew: boolean; isForced: boolean },
): string | null => {
  switch (rule.type) {
    case "creation":
      return from === null ? "Cannot create ref due to creations being restricted." : null;
    case "deletion":
      return to === null ? "Cannot delete this protected branch" : null;
    case "update":
      return from !== null && to !== null ? "Cannot update this protected ref." : null;
    case "non_fast_forward":
      return isForced ? "Cannot force-push to this protected branch" : null;
    case "pull_request":
      return to !== null && (from !== null || isNew) ? "Changes must be made through a pull request." : null;
    case "merge_queue":
      return from !== null && to !== null ? "Changes must be made through the merge queue" : null;
    case "branch_name_pattern":
      return from === null ? patternBroken(rule, "Branch name", [ref.replace("refs/heads/", "")]) : null;
    case "tag_name_pattern":
      return from === null ? patternBroken(rule, "Tag name", [ref.replace("refs/tags/", "")]) : null;
    default:
      return null;
  }
};

/** Of each source together, as GitHub tells them. */
const checksMissing = (
  { store, repository }: Judged,
  { from, to }: AskedMove,
  binding: readonly ActiveRule[],
): Violation[] => {
  if (to === null) return [];
  const asked = binding.filter(
    ({ rule }) =>
      rule.type === "required_status_checks" && !(from === null && rule.parameters.do_not_enforce_on_create),
  );
  const message = missingChecks(store, { repositoryId: repository.id, sha: to }, requiredChecks(asked));
  return message === null ? [] : [{ message, byRuleset: asked.some(({ ruleset }) => ruleset !== null) }];
};
