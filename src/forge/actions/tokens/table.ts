import { randomBytes } from "node:crypto";
import type { Grant } from "../../grant.ts";
import type { Store } from "../../store.ts";
import { hashOf } from "../../token-hash.ts";

/** Makes a token that lives until `revokeToken`; only its hash is kept. */
export const mintToken = (store: Store, grant: Grant): string => {
  const token = `ghs_${randomBytes(30).toString("base64url").replace(/[-_]/g, "x").slice(0, 36)}`;
  store.transaction(() =>
    store.run(
      "insert into job_tokens (hash, repository_id, run_id, job_id, scopes) values (?, ?, ?, ?, ?)",
      hashOf(token),
      grant.repositoryId,
      grant.runId,
      grant.jobId,
      JSON.stringify(grant.scopes),
    ),
  );
  return token;
};

export const revokeToken = (store: Store, token: string): void =>
  store.transaction(() => void store.run("delete from job_tokens where hash = ?", hashOf(token)));

/** What a token was minted for; `undefined` for one that is none or has died with its job. */
export const grantOf = (store: Store, token: string): Grant | undefined => {
  const row = store.get<{ repository_id: number; run_id: number; job_id: number; scopes: string }>(
    "select repository_id, run_id, job_id, scopes from job_tokens where hash = ?",
    hashOf(token),
  );
  if (!row) return undefined;
  const { repository_id: repositoryId, run_id: runId, job_id: jobId } = row;
  return { repositoryId, runId, jobId, scopes: JSON.parse(row.scopes) };
};
