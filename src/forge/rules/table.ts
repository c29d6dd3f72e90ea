import type { Store } from "../store.ts";
import type { BypassActor, Protection, RefConditions, RefRule } from "./schema.ts";

/** Rules that hold on the refs that their conditions name. */
export interface Ruleset {
  readonly id: number;
  readonly repository_id: number;
  readonly name: string;
  readonly target: "branch" | "tag" | "push";
  readonly enforcement: "disabled" | "active" | "evaluate";
  readonly bypass_actors: readonly BypassActor[];
  readonly conditions: RefConditions | null;
  readonly rules: readonly RefRule[];
  readonly created_at: string;
  readonly updated_at: string;
}

type Kept = "bypass_actors" | "conditions" | "rules";
type Row = Omit<Ruleset, Kept> & Readonly<Record<Kept, string>>;

const rulesetOf = (row: Row): Ruleset => ({
  ...row,
  bypass_actors: JSON.parse(row.bypass_actors),
  conditions: JSON.parse(row.conditions),
  rules: JSON.parse(row.rules),
});

export const rulesetsOf = (store: Store, repositoryId: number): Ruleset[] =>
  store.all<Row>("select * from rulesets where repository_id = ? order by id", repositoryId).map(rulesetOf);

export const findRuleset = (store: Store, repositoryId: number, id: number): Ruleset | undefined =>
  rulesetsOf(store, repositoryId).find((ruleset) => ruleset.id === id);

export const insertRuleset = (store: Store, ruleset: Omit<Ruleset, "id">): number =>
  store.run(
    `insert into rulesets (repository_id, name, target, enforcement, bypass_actors, conditions, rules, created_at,
       updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ruleset.repository_id,
    ...valuesOf(ruleset),
    ruleset.created_at,
    ruleset.updated_at,
  );

export const updateRuleset = (store: Store, ruleset: Ruleset): void => {
  store.run(
    `update rulesets set name = ?, target = ?, enforcement = ?, bypass_actors = ?, conditions = ?, rules = ?,
       updated_at = ? where id = ?`,
    ...valuesOf(ruleset),
    ruleset.updated_at,
    ruleset.id,
  );
};

const valuesOf = (ruleset: Omit<Ruleset, "id">) => [
  ruleset.name,
  ruleset.target,
  ruleset.enforcement,
  JSON.stringify(ruleset.bypass_actors),
  JSON.stringify(ruleset.conditions),
  JSON.stringify(ruleset.rules),
];

export const deleteRuleset = (store: Store, id: number): void => {
  store.run("delete from rulesets where id = ?", id);
};

export const findProtection = (
  store: Store,
  repositoryId: number,
  branch: string,
): Protection | undefined => {
  const row = store.get<{ settings: string }>(
    "select settings from branch_protections where repository_id = ? and branch = ?",
    repositoryId,
    branch,
  );
  return row && JSON.parse(row.settings);
};

export const setProtection = (
  store: Store,
  { repositoryId, branch }: { repositoryId: number; branch: string },
  settings: Protection | null,
): void => {
  store.run("delete from branch_protections where repository_id = ? and branch = ?", repositoryId, branch);
  if (!settings) return;
  const values = [repositoryId, branch, JSON.stringify(settings)];
  store.run("insert into branch_protections (repository_id, branch, settings) values (?, ?, ?)", ...values);
};

/** Whether anything in a repository has rules. */
export const hasRules = (store: Store, repositoryId: number): boolean =>
  store.get<{ one: 1 }>(
    `select 1 as one where exists (select 1 from branch_protections where repository_id = ?1)
       or exists (select 1 from rulesets where repository_id = ?1 and enforcement = 'active')`,
    repositoryId,
  ) !== undefined;
