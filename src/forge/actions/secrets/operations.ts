import { z } from "zod";
import { created, listed, noContent, ok } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { notFound, unprocessable } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { pageItems } from "../../pagination.ts";
import { throwOnBadName } from "../names.ts";
import { openSealed } from "./sealed-box.ts";
import {
  deleteSecret,
  findSecret,
  keepSecret,
  type SecretName,
  secretKeysOf,
  secretNamesOf,
} from "./table.ts";

const all = "/repos/{owner}/{repo}/actions/secrets";
const one = `${all}/{secret_name}` as const;

/** GitHub's limit on a secret, in bytes. */
const largest = 48 * 1024;

const publicKey = operation({
  id: "actions/get-repo-public-key",
  method: "GET",
  path: `${all}/public-key`,
  needs: "write",
  handle: ({ store, repository }) => {
    const { id, publicKey: key } = secretKeysOf(store, repository.id);
    return ok({ key_id: id, key });
  },
});

const list = operation({
  id: "actions/list-repo-secrets",
  method: "GET",
  path: all,
  needs: "write",
  handle: ({ store, repository, page }) => {
    const secrets = secretNamesOf(store, repository.id);
    return listed({ total_count: secrets.length, secrets: pageItems(secrets, page) }, page, secrets.length);
  },
});

/** @throws HttpError 404 when the repository has no secret of that name. */
const addressed = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly secret_name: string }>): SecretName => {
  const secret = findSecret(store, repository.id, params.secret_name);
  if (!secret) throw notFound();
  return secret;
};

const get = operation({
  id: "actions/get-repo-secret",
  method: "GET",
  path: one,
  needs: "write",
  handle: (context) => ok(addressed(context)),
});

const put = operation({
  id: "actions/create-or-update-repo-secret",
  method: "PUT",
  path: one,
  needs: "write",
  body: z.object({ encrypted_value: z.base64(), key_id: z.string() }),
  handle: ({ store, repository, params, body, now }) => {
    const { secret_name: name } = params;
    throwOnBadName("Secret", name);
    const keys = secretKeysOf(store, repository.id);
    const value =
      body.key_id === keys.id ? openSealed(Buffer.from(body.encrypted_value, "base64"), keys) : null;
    if (value === null) throw unprocessable("The value was not encrypted with the repository's public key");
    if (Buffer.byteLength(value) > largest) throw unprocessable("Secret value is too large");
    const isNew = findSecret(store, repository.id, name) === undefined;
    keepSecret(store, { repositoryId: repository.id, name, sealed: body.encrypted_value }, now);
    return isNew ? created({}) : noContent();
  },
});

const remove = operation({
  id: "actions/delete-repo-secret",
  method: "DELETE",
  path: one,
  needs: "write",
  handle: (context) => {
    deleteSecret(context.store, context.repository.id, addressed(context).name);
    return noContent();
  },
});

export const secretOperations: readonly Operation[] = [publicKey, list, get, put, remove];
