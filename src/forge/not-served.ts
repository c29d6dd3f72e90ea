import type { Operation } from "./context.ts";
import { HttpError } from "./errors.ts";

/** Addresses of GitHub's that are not served and fit a wider one that is, which would say that something is not there. */
export const swallowed: readonly string[] = [
  "/repos/{owner}/{repo}/branches/{branch}/protection/required_status_checks/contexts",
  "/repos/{owner}/{repo}/branches/{branch}/protection/restrictions",
  "/repos/{owner}/{repo}/branches/{branch}/protection/restrictions/apps",
  "/repos/{owner}/{repo}/branches/{branch}/protection/restrictions/teams",
  "/repos/{owner}/{repo}/branches/{branch}/protection/restrictions/users",
  "/repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head",
  "/repos/{owner}/{repo}/commits/{commit_sha}/comments",
  "/repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  "/repos/{owner}/{repo}/issues/events",
  "/repos/{owner}/{repo}/rulesets/rule-suites",
];

/** Where everything that is served stands. */
export const servedPath = "/_served";

/** The header by which what is not served is told from what is not there. */
const notServedHeader = "x-milepost-not-served";

/** 404 for an address that the forge does not have, whatever is there. */
export const notServed = (what: string, url: string): HttpError =>
  new HttpError(
    404,
    { message: "Not Found" },
    { [notServedHeader]: what.replace(/[^\x20-\x7e]/g, "?").slice(0, 200) },
    `${url}${servedPath}`,
  );

/** All that is served, a line each. */
export const servedList = (operations: readonly Operation[]): string =>
  operations
    .map(({ method, path, id }) => `${method.padEnd(6)} ${path}  (${id})`)
    .toSorted((left, right) => left.slice(7).localeCompare(right.slice(7)))
    .map((line) => `${line}\n`)
    .join("");
