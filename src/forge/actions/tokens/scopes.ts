import { MilepostError } from "../../../core/error.ts";
import { type Access, type ScopeName, type Scopes, scopeNames } from "../../grant.ts";

/** `permissions:` as a workflow or a job writes it. */
export type GivenPermissions = "read-all" | "write-all" | Readonly<Record<string, Access>>;

const ranks: readonly Access[] = ["none", "read", "write"];
const reaches = (held: Access | undefined, needed: Access): boolean =>
  ranks.indexOf(held ?? "none") >= ranks.indexOf(needed);

const everything = (access: Access): Scopes => Object.fromEntries(scopeNames.map((name) => [name, access]));

/** What a token may that no `permissions:` speaks of, by the repository's setting. */
export const defaultScopes = (setting: "read" | "write"): Scopes =>
  setting === "write" ? everything("write") : { contents: "read", packages: "read" };

/**
 * What `permissions:` gives: a called workflow's can only be those of its caller, or less.
 * @throws MilepostError when it asks for more than `cap`, as GitHub refuses such a workflow.
 */
export const scopesOf = (given: GivenPermissions, cap: Scopes): Scopes => {
  const wanted = given === "read-all" ? everything("read") : given === "write-all" ? fullScopes : given;
  const entries = scopeNames.flatMap((name) => {
    const access = wanted[name] ?? "none";
    if (!reaches(cap[name], access)) throw tooMuch(name, access, cap);
    return access === "none" ? [] : [[name, access] as const];
  });
  return Object.fromEntries(entries);
};

const tooMuch = (name: ScopeName, access: Access, cap: Scopes): MilepostError => {
  const allowed = `${name}: ${cap[name] ?? "none"}`;
  return new MilepostError(`a called workflow requests ${name}: ${access}, but is only allowed ${allowed}`, {
    hint: `give the job that calls it \`permissions: { ${name}: ${access} }\``,
  });
};

/** What a token may at most that nothing limits. */
export const fullScopes: Scopes = everything("write");

/** What is left of a token when what it runs is a fork's: it reads where it would write, and vouches for nobody. */
export const readOnly = ({ "id-token": _identity, ...scopes }: Scopes): Scopes =>
  Object.fromEntries(
    Object.entries(scopes).map(([name, access]) => [name, access === "write" ? "read" : access]),
  );

/** What of an operation says which scope it needs. */
interface Named {
  /** GitHub's `operationId`. */
  readonly id: string;
  readonly method: string;
  /** Whether an issue that it names is a pull request, whose conversation the scope for pull requests opens, too. */
  readonly isAboutPull: boolean;
}

/** What changes branches, though it is named after pull requests. */
const ofContents: ReadonlySet<string> = new Set([
  ...["pulls/merge", "pulls/merge-async", "pulls/update-branch"],
  ...["pulls/advance", "pulls/enqueue", "pulls/enable-auto-merge"],
]);

/** Any one of these scopes opens an operation. */
const openedBy = ({ id, isAboutPull }: Named): readonly ScopeName[] => {
  if (id === "graphql" || id.startsWith("meta/") || id.startsWith("users/") || id === "rate-limit/get")
    return [];
  if (/^repos\/.*(status)/.test(id)) return ["statuses"];
  if (/^(issues|reactions)\//.test(id)) return isAboutPull ? ["issues", "pull-requests"] : ["issues"];
  if (ofContents.has(id)) return ["contents"];
  if (id.startsWith("pulls/")) return ["pull-requests"];
  if (id.startsWith("checks/")) return ["checks"];
  if (id.startsWith("actions/")) return ["actions"];
  return ["contents"];
};

/** Operations that a token without any scope may call too. */
const open = new Set([
  "repos/get",
  "repos/get-collaborator-permission-level",
  "repos/check-collaborator",
  "repos/list-collaborators",
]);

/** No job's token reads or writes secrets, whatever it is given. */
const ofSecrets = /^actions\/(?:.*-secrets?$|get-repo-public-key$)/;

/** Whether a token of these scopes may call an operation of its repository. */
export const allows = (scopes: Scopes, operation: Named): boolean => {
  if (open.has(operation.id)) return true;
  if (ofSecrets.test(operation.id)) return false;
  const needed = openedBy(operation);
  const access = operation.method === "GET" ? "read" : "write";
  return needed.length === 0 || needed.some((name) => reaches(scopes[name], access));
};

/** Whether git may fetch, or push, with a token of these scopes. */
export const allowsGit = (scopes: Scopes, access: "read" | "write"): boolean =>
  reaches(scopes.contents, access);
