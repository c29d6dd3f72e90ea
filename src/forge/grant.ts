/** What a job's token can be allowed: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions */
export const scopeNames = [
  "actions",
  "attestations",
  "checks",
  "contents",
  "deployments",
  "discussions",
  "id-token",
  "issues",
  "packages",
  "pages",
  "pull-requests",
  "security-events",
  "statuses",
] as const;
export type ScopeName = (typeof scopeNames)[number];
export type Access = "none" | "read" | "write";

/** How far a token reaches, scope by scope; one that is not named is none. */
export type Scopes = { readonly [Name in ScopeName]?: Access };

/** What a job's token stands for. */
export interface Grant {
  readonly repositoryId: number;
  readonly runId: number;
  readonly jobId: number;
  readonly scopes: Scopes;
}

/** What a token of an App's installation stands for, besides its bot. */
export interface InstallationToken {
  readonly hash: string;
  readonly scopes: Scopes;
}
