import { z } from "zod";
import { noContent, ok } from "../answer.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { operation } from "../operation.ts";
import { parseBody } from "../parse.ts";
import { type Protection, protection as protectionBody } from "../rules/schema.ts";
import { findProtection, setProtection } from "../rules/table.ts";
import {
  adminsView,
  checksView,
  protectionUrl,
  protectionView,
  reviewsView,
  signaturesView,
} from "./view.ts";

const path = "/repos/{owner}/{repo}/branches/{branch}/protection";

type OfBranch = RepositoryContext<{ readonly branch: string }>;

/** @throws HttpError 404 when the branch is not there, or is not protected. */
const protectionAt = async ({ store, git, repository, params }: OfBranch): Promise<Protection> => {
  const found = findProtection(store, repository.id, params.branch);
  if (found) return found;
  const isThere = (await git.readRef(`refs/heads/${params.branch}`)) !== null;
  throw notFound(isThere ? "Branch not protected" : "Branch not found");
};

/** Keeps a protection after a change, and returns it. */
const keep = ({ store, repository, params }: OfBranch, settings: Protection | null): void =>
  store.transaction(() =>
    setProtection(store, { repositoryId: repository.id, branch: params.branch }, settings),
  );

const get = operation({
  id: "repos/get-branch-protection",
  method: "GET",
  path,
  needs: "admin",
  handle: async (context) => ok(protectionView(context, context.params.branch, await protectionAt(context))),
});

const update = operation({
  id: "repos/update-branch-protection",
  method: "PUT",
  path,
  needs: "admin",
  body: protectionBody.omit({ required_signatures: true }),
  handle: async (context) => {
    const { store, git, repository, params, body } = context;
    if ((await git.readRef(`refs/heads/${params.branch}`)) === null) throw notFound("Branch not found");
    const required_signatures =
      findProtection(store, repository.id, params.branch)?.required_signatures ?? false;
    const settings = { ...body, required_signatures };
    keep(context, settings);
    return ok(protectionView(context, params.branch, settings));
  },
});

const remove = operation({
  id: "repos/delete-branch-protection",
  method: "DELETE",
  path,
  needs: "admin",
  handle: async (context) => {
    await protectionAt(context);
    keep(context, null);
    return noContent();
  },
});

const getAdmins = operation({
  id: "repos/get-admin-branch-protection",
  method: "GET",
  path: `${path}/enforce_admins`,
  needs: "admin",
  handle: async (context) =>
    ok(adminsView(protectionUrl(context, context.params.branch), await protectionAt(context))),
});

const setAdmins = operation({
  id: "repos/set-admin-branch-protection",
  method: "POST",
  path: `${path}/enforce_admins`,
  needs: "admin",
  handle: async (context) => {
    const settings = { ...(await protectionAt(context)), enforce_admins: true };
    keep(context, settings);
    return ok(adminsView(protectionUrl(context, context.params.branch), settings));
  },
});

const removeAdmins = operation({
  id: "repos/delete-admin-branch-protection",
  method: "DELETE",
  path: `${path}/enforce_admins`,
  needs: "admin",
  handle: async (context) => {
    keep(context, { ...(await protectionAt(context)), enforce_admins: false });
    return noContent();
  },
});

const getSignatures = operation({
  id: "repos/get-commit-signature-protection",
  method: "GET",
  path: `${path}/required_signatures`,
  needs: "admin",
  handle: async (context) =>
    ok(signaturesView(protectionUrl(context, context.params.branch), await protectionAt(context))),
});

const setSignatures = operation({
  id: "repos/create-commit-signature-protection",
  method: "POST",
  path: `${path}/required_signatures`,
  needs: "admin",
  handle: async (context) => {
    const settings = { ...(await protectionAt(context)), required_signatures: true };
    keep(context, settings);
    return ok(signaturesView(protectionUrl(context, context.params.branch), settings));
  },
});

const removeSignatures = operation({
  id: "repos/delete-commit-signature-protection",
  method: "DELETE",
  path: `${path}/required_signatures`,
  needs: "admin",
  handle: async (context) => {
    keep(context, { ...(await protectionAt(context)), required_signatures: false });
    return noContent();
  },
});

const { required_pull_request_reviews: reviews } = protectionBody.shape;

const getChecks = operation({
  id: "repos/get-status-checks-protection",
  method: "GET",
  path: `${path}/required_status_checks`,
  needs: "admin",
  handle: async (context) => {
    const { required_status_checks: policy } = await protectionAt(context);
    if (!policy) throw notFound("Required status checks not enabled");
    return ok(checksView(protectionUrl(context, context.params.branch), policy));
  },
});

const updateChecks = operation({
  id: "repos/update-status-check-protection",
  method: "PATCH",
  path: `${path}/required_status_checks`,
  needs: "admin",
  body: z.object({
    strict: z.boolean().optional(),
    contexts: z.array(z.string()).optional(),
    checks: z.array(z.object({ context: z.string(), app_id: z.int().nullish() })).optional(),
  }),
  handle: async (context) => {
    const before = await protectionAt(context);
    const { strict, contexts, checks: named } = context.body;
    const held = before.required_status_checks ?? { strict: false, contexts: [] };
    const policy = {
      ...held,
      ...(strict === undefined ? {} : { strict }),
      // Whoever names contexts alone means every app's.
      ...(contexts === undefined ? {} : { contexts, checks: undefined }),
      ...(named === undefined ? {} : { checks: named }),
    };
    keep(context, { ...before, required_status_checks: policy });
    return ok(checksView(protectionUrl(context, context.params.branch), policy));
  },
});

const getReviews = operation({
  id: "repos/get-pull-request-review-protection",
  method: "GET",
  path: `${path}/required_pull_request_reviews`,
  needs: "admin",
  handle: async (context) => {
    const { required_pull_request_reviews: policy } = await protectionAt(context);
    if (!policy) throw notFound("Pull request reviews not required");
    return ok(reviewsView(context, protectionUrl(context, context.params.branch), policy));
  },
});

const updateReviews = operation({
  id: "repos/update-pull-request-review-protection",
  method: "PATCH",
  path: `${path}/required_pull_request_reviews`,
  needs: "admin",
  body: z.looseObject({}),
  handle: async (context) => {
    const before = await protectionAt(context);
    const policy = parseBody(reviews.unwrap(), {
      ...before.required_pull_request_reviews,
      ...context.body,
    });
    keep(context, { ...before, required_pull_request_reviews: policy });
    return ok(reviewsView(context, protectionUrl(context, context.params.branch), policy));
  },
});

export const protectionOperations: readonly Operation[] = [
  ...[get, update, remove],
  ...[getAdmins, setAdmins, removeAdmins],
  ...[getSignatures, setSignatures, removeSignatures],
  ...[getChecks, updateChecks, getReviews, updateReviews],
];
