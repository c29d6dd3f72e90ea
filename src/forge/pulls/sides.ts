import { findUser } from "../accounts.ts";
import type { RepositoryContext } from "../context.ts";
import { forbidden, invalid, notForIntegrations, type ValidationProblem } from "../errors.ts";
import { includes } from "../permissions.ts";
import { ofNetwork } from "../repositories/forks/table.ts";
import { fullNameOf } from "../repository.ts";
import { branchRef } from "./branches.ts";
import { type HeadRepository, homeOf, mayPush } from "./heads.ts";
import { isForeign, type Pull } from "./table.ts";

/** What a new pull request compares. */
export type Sides = Pick<
  Pull,
  "repository_id" | "head_repository_id" | "head_owner_id" | "head_ref" | "head_sha" | "base_ref" | "base_sha"
>;

/**
 * The two branches that a pull request names, and where the head is: `owner:branch` is in a fork of that owner's.
 * @throws HttpError 422 that names the side that is not there.
 */
export const readSides = async (
  context: RepositoryContext,
  named: { head: string; head_repo?: string | undefined; base: string },
): Promise<{ sides: Sides; home: HeadRepository }> => {
  const { git, repository } = context;
  const [, owner = repository.owner, head_ref = ""] = /^(?:([^:]*):)?(.*)$/s.exec(named.head) ?? [];
  const home = homeOfOwner(context, owner, named.head_repo);
  const head_sha = (await home?.git.readRef(branchRef(head_ref))) ?? null;
  const base_sha = await git.readRef(branchRef(named.base));
  if (home && head_sha !== null && base_sha !== null) {
    const { id: head_repository_id, owner_id: head_owner_id } = home.repository;
    const head = { head_repository_id, head_owner_id, head_ref, head_sha };
    return { sides: { repository_id: repository.id, ...head, base_ref: named.base, base_sha }, home };
  }
  throw invalid([
    ...(head_sha === null ? [branchProblem("head", named.head)] : []),
    ...(base_sha === null ? [branchProblem("base", named.base)] : []),
  ]);
};

/** The owner's repository of the network, if it is the one that was named beside, with or without its owner. */
const homeOfOwner = (
  context: RepositoryContext,
  login: string,
  named: string | undefined,
): HeadRepository | null => {
  const { store, repository } = context;
  const owner = findUser(store, login);
  if (!owner) return null;
  const found = owner.id === repository.owner_id ? repository : ofNetwork(store, repository, owner.id);
  if (!found) return null;
  const names = [found.name, fullNameOf(found)].map((name) => name.toLowerCase());
  if (named !== undefined && !names.includes(named.toLowerCase())) return null;
  return homeOf(context, { head_repository_id: found.id });
};

const branchProblem = (field: "head" | "base", given: string): ValidationProblem => ({
  resource: "PullRequest",
  field,
  code: given === "" ? "missing_field" : "invalid",
});

/**
 * Whether those who maintain the base may push to the head, which a fork's owner lets them unless asked not to.
 * @throws HttpError 403 when the asker can push to neither side, 422 when it is not for them to let others push.
 */
export const modifiableBy = (
  context: RepositoryContext,
  { home, sides, wanted }: { home: HeadRepository; sides: Sides; wanted: boolean | undefined },
): 0 | 1 => {
  if (!mayPush(context, { home, pull: sides }) && !includes(context.permission, "write")) {
    throw context.grant ? notForIntegrations() : forbidden();
  }
  const granted = wanted ?? isForeign(sides);
  if (granted) throwOnGrant(context, { home, pull: sides });
  return granted ? 1 : 0;
};

/** @throws HttpError 422 when the head is not the asker's to let others push to. */
export const throwOnGrant = (context: RepositoryContext, side: Parameters<typeof mayPush>[1]): void => {
  if (mayPush(context, side)) return;
  const message = "Fork collab can't be granted by someone without permission";
  throw invalid([{ resource: "PullRequest", code: "custom", field: "fork_collab", message }]);
};
