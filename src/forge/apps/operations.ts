import { z } from "zod";
import { ensureUser } from "../accounts.ts";
import { created, noContent, ok } from "../answer.ts";
import type { App } from "../caller.ts";
import type { Operation, RequestContext } from "../context.ts";
import { forbidden, notFound, unauthorized, unprocessable } from "../errors.ts";
import { globalOperation, operation } from "../operation.ts";
import { accessTo, granted, isGranted, type Permissions, scopesOf } from "./granted.ts";
import { botOf, installedIn, mintInstallationToken, revokeInstallationToken } from "./table.ts";
import { appView, installationView, tokenView } from "./view.ts";

/** The App that asks. @throws HttpError 401 for everyone else. */
const appAsking = ({ app }: Pick<RequestContext, "app">): App => {
  if (!app) throw unauthorized("A JSON web token could not be decoded");
  return app;
};

const getAuthenticated = globalOperation({
  id: "apps/get-authenticated",
  method: "GET",
  path: "/app",
  needs: "none",
  handle: (context) => {
    const app = appAsking(context);
    return ok(appView(app, ensureUser(context.store, botOf(app)), context.urls));
  },
});

const getRepoInstallation = operation({
  id: "apps/get-repo-installation",
  method: "GET",
  path: "/repos/{owner}/{repo}/installation",
  needs: "read",
  handle: (context) => {
    const app = appAsking(context);
    const { store, repository } = context;
    const isInstalled = installedIn(store, app, repository.owner_id).some(({ id }) => id === repository.id);
    if (!isInstalled) throw notFound();
    return ok(installationView(app, repository.owner_id, context));
  },
});

const createAccessToken = globalOperation({
  id: "apps/create-installation-access-token",
  method: "POST",
  path: "/app/installations/{installation_id}/access_tokens",
  needs: "none",
  body: z
    .object({
      repositories: z.array(z.string()).optional(),
      permissions: z.record(z.string(), accessTo).optional(),
    })
    .optional(),
  handle: (context) => {
    const app = appAsking(context);
    const all = installedIn(context.store, app, Number(context.params.installation_id));
    if (all.length === 0) throw notFound();
    const names = context.body?.repositories ?? all.map(({ name }) => name);
    const chosen = all.filter(({ name }) => names.includes(name));
    if (chosen.length < new Set(names).size) {
      throw unprocessable(
        "There is at least one repository that does not exist or is not accessible to the parent installation.",
      );
    }
    const permissions = context.body?.permissions ?? granted;
    throwOnMore(permissions);
    const wanted = { repositories: chosen, scopes: scopesOf(permissions) };
    return created(tokenView(mintInstallationToken(context.store, app, wanted), permissions));
  },
});

/** @throws HttpError 422 when a token is to be allowed what no App of this forge is. */
const throwOnMore = (wanted: Permissions): void => {
  if (Object.entries(wanted).every(([name, access]) => isGranted(name, access))) return;
  throw unprocessable("The permissions requested are not granted to this installation.");
};

const revokeAccessToken = globalOperation({
  id: "apps/revoke-installation-access-token",
  method: "DELETE",
  path: "/installation/token",
  needs: "user",
  handle: ({ store, installation }) => {
    if (!installation) throw forbidden("Resource not accessible by personal access token");
    revokeInstallationToken(store, installation);
    return noContent();
  },
});

export const appsOperations: readonly Operation[] = [
  getAuthenticated,
  getRepoInstallation,
  createAccessToken,
  revokeAccessToken,
];
