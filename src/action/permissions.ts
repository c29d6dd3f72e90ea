import type { AppPermissions } from "../github/app.ts";

/** What the App's token of each step may: what `permissions:` of its job gives the job's own token, and workflows where branches are made. */
export const permissionsOf = {
  orchestrate: {
    checks: "read",
    contents: "write",
    issues: "write",
    pull_requests: "write",
    statuses: "write",
    workflows: "write",
  },
  propose: {
    contents: "write",
    issues: "write",
    pull_requests: "write",
    statuses: "write",
    workflows: "write",
  },
  settle: { contents: "write", issues: "write", pull_requests: "write", statuses: "write" },
  /** Threads are resolved with the right to write contents. */
  reviewer: { contents: "write", pull_requests: "write" },
} as const satisfies Readonly<Record<string, AppPermissions>>;
