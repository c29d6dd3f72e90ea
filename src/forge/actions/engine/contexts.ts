import type { User } from "../../accounts.ts";
import { fullNameOf, type Repository } from "../../repository.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import type { Json } from "./expressions.ts";

/** What a run is about, for its expressions and its jobs' environment. */
interface RunFacts {
  readonly run: WorkflowRun;
  readonly repository: Repository;
  readonly actor: User;
  /** The forge's address. */
  readonly url: string;
}

type GithubContext = { readonly [name: string]: Json };

/** The `github` context: https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context */
export const githubContext = ({ run, repository, actor, url }: RunFacts): GithubContext => {
  const event: Json = JSON.parse(run.payload);
  return {
    event_name: run.event,
    event,
    ref: run.ref,
    ref_name: run.ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    ref_type: run.ref.startsWith("refs/tags/") ? "tag" : "branch",
    ref_protected: false,
    base_ref: textAt(event, ["pull_request", "base", "ref"], run.event),
    head_ref: textAt(event, ["pull_request", "head", "ref"], run.event),
    sha: run.sha,
    actor: actor.login,
    actor_id: String(actor.id),
    triggering_actor: actor.login,
    repository: fullNameOf(repository),
    repository_id: String(repository.id),
    repository_owner: repository.owner,
    repository_owner_id: String(repository.owner_id),
    repository_visibility: repository.private ? "private" : "public",
    repositoryUrl: `${url}/${fullNameOf(repository)}.git`,
    retention_days: "90",
    run_id: String(run.id),
    run_number: String(run.run_number),
    run_attempt: String(run.attempt),
    workflow: run.name,
    workflow_ref: `${fullNameOf(repository)}/${run.path}@${run.ref}`,
    workflow_sha: run.sha,
    server_url: serverUrl(url),
    api_url: url,
    graphql_url: `${url}/graphql`,
  };
};

/** Both refs are set for events of pull requests alone. */
const textAt = (event: Json, path: readonly string[], name: string): string => {
  if (!name.startsWith("pull_request")) return "";
  const found = path.reduce<Json | undefined>(
    (at, key) =>
      typeof at === "object" && at !== null && !Array.isArray(at) ? Reflect.get(at, key) : undefined,
    event,
  );
  return typeof found === "string" ? found : "";
};

/** `@actions/artifact` takes a server for GitHub's only below `.localhost`, which is this machine (RFC 6761). */
const serverUrl = (url: string): string => `http://forge.localhost:${new URL(url).port}`;

/** The default variables of a job: https://docs.github.com/actions/reference/workflows-and-actions/variables */
export const jobEnvironment = (
  github: GithubContext,
  { artifactToken, url }: { artifactToken: string; url: string },
): Record<string, string> => {
  const names = [
    "ref",
    "ref_name",
    "ref_type",
    "ref_protected",
    "base_ref",
    "head_ref",
    "actor",
    "actor_id",
    "triggering_actor",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
    "retention_days",
    "run_id",
    "run_number",
    "run_attempt",
    "workflow_ref",
    "workflow_sha",
    "server_url",
    "api_url",
    "graphql_url",
  ];
  return {
    ...Object.fromEntries(names.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? "")])),
    GITHUB_SHA: String(github.sha),
    ACTIONS_RUNTIME_URL: `${url}/`,
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: artifactToken,
  };
};
