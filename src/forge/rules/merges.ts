import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { rulesOn } from "./active.ts";
import type { ActiveRule } from "./active-rule.ts";
import type { RuleActor } from "./bypass.ts";
import { linear, signatures } from "./commits.ts";
import type { RuleFacts } from "./facts.ts";
import type { Violation } from "./moves.ts";
import { missingChecks, requiredChecks } from "./required-checks.ts";
import { missingReviews, type ReviewedPull } from "./reviews.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

/** What keeps a pull request from being merged. */
export interface Blocker extends Violation {
  readonly kind: "behind" | "blocked" | "method" | "queue";
}

/** A pull request as far as rules judge whether it may be merged. */
interface JudgedPull extends ReviewedPull {
  readonly base_ref: string;
}

interface Asked {
  readonly facts: RuleFacts;
  /** Who would merge it; `null` asks for everybody who is let past nothing. */
  readonly actor: RuleActor | null;
  /** `null` is not known yet. */
  readonly method: MergeMethod | null;
}

interface Place {
  readonly store: Store;
  readonly repository: Repository;
}

/** The rules that a pull request's merge has to keep. */
export const rulesOfMerge = (place: Place, pull: JudgedPull, actor: RuleActor | null): ActiveRule[] =>
  rulesOn(place, `refs/heads/${pull.base_ref}`).filter(
    ({ passedBy }) => actor === null || !passedBy(actor, "merge"),
  );

/** Everything that rules on its base hold against merging a pull request. */
export const blockersOf = (place: Place, pull: JudgedPull, asked: Asked): Blocker[] => {
  const binding = rulesOfMerge(place, pull, asked.actor);
  const checks = requiredChecks(binding);
  const byRuleset = binding.some(
    ({ rule, ruleset }) => rule.type === "required_status_checks" && ruleset !== null,
  );
  const at = { repositoryId: place.repository.id, sha: pull.head_sha };
  const missing = missingChecks(place.store, at, checks);
  return [
    ...binding.flatMap((active) =>
      ofRule(place, pull, asked, active).map((one) => ({ ...one, byRuleset: active.ruleset !== null })),
    ),
    ...(missing === null ? [] : [{ kind: "blocked" as const, message: missing, byRuleset }]),
  ];
};

const ofRule = (
  place: Place,
  pull: JudgedPull,
  { facts, method, actor }: Asked,
  { rule }: ActiveRule,
): Pick<Blocker, "kind" | "message">[] => {
  switch (rule.type) {
    case "pull_request":
      return [
        ...missingReviews(place, pull, { parameters: rule.parameters, owners: facts.owners }).map(blocked),
        ...methodRefused(rule.parameters.allowed_merge_methods, method),
      ];
    case "required_status_checks": {
      const { strict_required_status_checks_policy: strict, required_status_checks: checks } =
        rule.parameters;
      return strict && checks.length > 0 && facts.isBehind ? [behind] : [];
    }
    case "required_linear_history":
      return method === "merge" ? [{ kind: "method", message: linear }] : [];
    case "required_signatures":
      return facts.isSigned ? [] : [blocked(signatures)];
    case "update":
      return actor === null ? [] : [blocked("Cannot update this protected ref.")];
    case "merge_queue":
      return [{ kind: "queue", message: "Changes must be made through the merge queue" }];
    default:
      return [];
  }
};

const blocked = (message: string) => ({ kind: "blocked", message }) as const;
const behind = {
  kind: "behind",
  message: "Head branch is out of date.",
} as const;

const methodRefused = (allowed: readonly MergeMethod[] | undefined, method: MergeMethod | null) => {
  if (!allowed || method === null || allowed.includes(method)) return [];
  return [{ kind: "method" as const, message: methodWords[method] }];
};

/** GitHub's words for a way of merging that is not allowed. */
export const methodWords: Readonly<Record<MergeMethod, string>> = {
  merge: "Merge commits are not allowed on this repository.",
  squash: "Squash merges are not allowed on this repository.",
  rebase: "Rebase merges are not allowed on this repository.",
};
