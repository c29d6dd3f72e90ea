import picomatch from "picomatch";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import type { ActiveRule } from "./active-rule.ts";
import { bypasses, type RuleActor } from "./bypass.ts";
import { rulesOfProtection } from "./of-protection.ts";
import { findProtection, type Ruleset, rulesetsOf } from "./table.ts";

interface Place {
  readonly store: Store;
  readonly repository: Repository;
}

/** All rules on a ref, of its protection and of rulesets. */
export const rulesOn = ({ store, repository }: Place, ref: string): ActiveRule[] => {
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
  const protection = branch === null ? undefined : findProtection(store, repository.id, branch);
  const sets = rulesetsOf(store, repository.id).filter(
    (ruleset) => ruleset.enforcement === "active" && isOn(ruleset, ref, repository.default_branch),
  );
  return [
    ...(protection ? rulesOfProtection(protection) : []),
    ...sets.flatMap((ruleset) =>
      ruleset.rules.map((rule) => ({
        rule,
        ruleset,
        passedBy: (actor: RuleActor, way: "push" | "merge") => bypasses(ruleset.bypass_actors, actor, way),
      })),
    ),
  ];
};

const folders = { branch: "refs/heads/", tag: "refs/tags/", push: "refs/" } as const;

const isOn = ({ target, conditions }: Ruleset, ref: string, defaultBranch: string): boolean => {
  if (!ref.startsWith(folders[target])) return false;
  if (target === "push" || !conditions) return target === "push";
  const { include, exclude } = conditions.ref_name;
  const fits = (pattern: string) => fitsRef(pattern, ref, defaultBranch);
  return include.some(fits) && !exclude.some(fits);
};

const fitsRef = (pattern: string, ref: string, defaultBranch: string): boolean => {
  if (pattern === "~ALL") return true;
  if (pattern === "~DEFAULT_BRANCH") return ref === `refs/heads/${defaultBranch}`;
  return picomatch.isMatch(ref, pattern, { dot: true });
};
