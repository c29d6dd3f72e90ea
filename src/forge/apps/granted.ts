import { z } from "zod";
import { type Scopes, scopeNames } from "../grant.ts";

export const accessTo = z.enum(["read", "write"]);

/** What a token of an App may, by GitHub's names for that. */
export type Permissions = Readonly<Record<string, z.output<typeof accessTo>>>;

/** What every App of this forge may. */
export const granted: Permissions = {
  checks: "read",
  contents: "write",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
  workflows: "write",
};

/** Whether an App may allow its token that. */
export const isGranted = (name: string, access: Permissions[string]): boolean =>
  granted[name] === "write" || granted[name] === access;

/** The same by the names that workflows have for it. */
export const scopesOf = (permissions: Permissions): Scopes =>
  Object.fromEntries(
    scopeNames.flatMap((name) => {
      const access = permissions[name.replaceAll("-", "_")];
      return access === undefined ? [] : [[name, access] as const];
    }),
  );
