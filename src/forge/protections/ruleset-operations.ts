import { z } from "zod";
import { created, listedPage, noContent, ok } from "../answer.ts";
import { byNumber } from "../by-number.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { invalid, throwOnProblems, type ValidationProblem } from "../errors.ts";
import { operation } from "../operation.ts";
import { fullNameOf } from "../repository.ts";
import { rulesOn } from "../rules/active.ts";
import { ruleActor } from "../rules/actor.ts";
import type { RuleActor } from "../rules/bypass.ts";
import { bypassActor, type RefRule, refConditions, rule } from "../rules/schema.ts";
import {
  deleteRuleset,
  findRuleset,
  insertRuleset,
  type Ruleset,
  rulesetsOf,
  updateRuleset,
} from "../rules/table.ts";
import { rulesetView } from "./view.ts";

const path = "/repos/{owner}/{repo}/rulesets";
const one = `${path}/{ruleset_id}`;

const fields = z.object({
  name: z.string().min(1),
  target: z.enum(["branch", "tag", "push"]),
  enforcement: z.enum(["disabled", "active", "evaluate"]),
  bypass_actors: z.array(bypassActor),
  conditions: refConditions.nullable(),
  rules: z.array(z.looseObject({ type: z.string() })),
});

const newRuleset = fields.extend({
  target: fields.shape.target.default("branch"),
  bypass_actors: fields.shape.bypass_actors.default([]),
  conditions: fields.shape.conditions.default(null),
  rules: fields.shape.rules.default([]),
});

const known: ReadonlySet<string> = new Set(rule.options.map(({ shape }) => shape.type.value));

/**
 * The rules of a body, as they are kept.
 * @throws HttpError 422 that names what the forge does not enforce, or what is wrong with a rule's parameters.
 */
const rulesIn = (given: readonly { readonly type: string }[]): RefRule[] => {
  const foreign = given.filter(({ type }) => !known.has(type));
  throwOnProblems(foreign.map(({ type }) => ruleProblem(type, "the forge does not enforce it")));
  const parsed = z.array(rule).safeParse(given);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map(({ path: at, message }) => ruleProblem(at.join("."), message)));
  }
  for (const { type, parameters } of parsed.data.flatMap(withPattern))
    throwOnPattern(type, parameters.pattern);
  return parsed.data;
};

const withPattern = (one: RefRule) =>
  "parameters" in one && one.parameters && "operator" in one.parameters && one.parameters.operator === "regex"
    ? [{ type: one.type, parameters: one.parameters }]
    : [];

const throwOnPattern = (type: string, pattern: string): void => {
  try {
    new RegExp(pattern, "u");
  } catch {
    throw invalid([ruleProblem(type, "its regular expression is none")]);
  }
};

const ruleProblem = (what: string, reason: string): ValidationProblem => ({
  resource: "Ruleset",
  code: "invalid",
  field: "rules",
  message: `Invalid rule '${what}': ${reason}`,
});

const actorOf = ({ store, viewer, permission, grant }: RepositoryContext): RuleActor | null =>
  viewer ? ruleActor(store, { user: viewer, permission, grant }) : null;

const rulesetAt = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly ruleset_id: string }>): Ruleset =>
  byNumber(params.ruleset_id, (id) => findRuleset(store, repository.id, id));

const throwOnTaken = ({ store, repository }: RepositoryContext, name: string, id: number | null): void => {
  if (!rulesetsOf(store, repository.id).some((other) => other.name === name && other.id !== id)) return;
  throw invalid([{ resource: "Ruleset", code: "already_exists", field: "name" }]);
};

const list = operation({
  id: "repos/get-repo-rulesets",
  method: "GET",
  path,
  needs: "read",
  handle: (context) =>
    listedPage(rulesetsOf(context.store, context.repository.id), context.page, (ruleset) =>
      rulesetView(context, ruleset, { actor: null, isWhole: false }),
    ),
});

const create = operation({
  id: "repos/create-repo-ruleset",
  method: "POST",
  path,
  needs: "admin",
  body: newRuleset,
  handle: (context) => {
    const { store, repository, now } = context;
    throwOnTaken(context, context.body.name, null);
    const kept = { ...context.body, rules: rulesIn(context.body.rules) };
    const times = { created_at: now, updated_at: now };
    const id = store.transaction(() =>
      insertRuleset(store, { ...kept, repository_id: repository.id, ...times }),
    );
    const ruleset = { ...kept, id, repository_id: repository.id, ...times };
    return created(rulesetView(context, ruleset, { actor: actorOf(context), isWhole: true }));
  },
});

const get = operation({
  id: "repos/get-repo-ruleset",
  method: "GET",
  path: one,
  needs: "read",
  handle: (context) =>
    ok(rulesetView(context, rulesetAt(context), { actor: actorOf(context), isWhole: true })),
});

const update = operation({
  id: "repos/update-repo-ruleset",
  method: "PUT",
  path: one,
  needs: "admin",
  body: fields.partial(),
  handle: (context) => {
    const { store, now } = context;
    const before = rulesetAt(context);
    const { rules, conditions, name, ...rest } = given(context.body);
    if (name !== undefined) throwOnTaken(context, name, before.id);
    const after = {
      ...before,
      ...rest,
      ...(name === undefined ? {} : { name }),
      ...(conditions === undefined ? {} : { conditions }),
      ...(rules === undefined ? {} : { rules: rulesIn(rules) }),
      updated_at: now,
    };
    store.transaction(() => updateRuleset(store, after));
    return ok(rulesetView(context, after, { actor: actorOf(context), isWhole: true }));
  },
});

/** What a body names, without the defaults of what it does not. */
const given = <Body extends object>(all: Body): Given<Body> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Given<Body>;
type Given<Body> = { readonly [Key in keyof Body]?: Exclude<Body[Key], undefined> };

const remove = operation({
  id: "repos/delete-repo-ruleset",
  method: "DELETE",
  path: one,
  needs: "admin",
  handle: (context) => {
    const { id } = rulesetAt(context);
    context.store.transaction(() => deleteRuleset(context.store, id));
    return noContent();
  },
});

/** The rules of rulesets alone: a branch's protection is told by its own address. */
export const ofBranch = operation({
  id: "repos/get-branch-rules",
  method: "GET",
  path: "/repos/{owner}/{repo}/rules/branches/{branch}",
  needs: "read",
  handle: (context) => {
    const { repository, params, page } = context;
    const source = { ruleset_source_type: "Repository", ruleset_source: fullNameOf(repository) };
    const rules = rulesOn(context, `refs/heads/${params.branch}`).flatMap(({ rule: held, ruleset }) =>
      ruleset ? [{ ...held, ...source, ruleset_id: ruleset.id }] : [],
    );
    return listedPage(rules, page, (held) => held);
  },
});

export const rulesetOperations: readonly Operation[] = [list, create, get, update, remove, ofBranch];
