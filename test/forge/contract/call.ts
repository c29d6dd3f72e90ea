import type { RestEndpointMethodTypes } from "@octokit/rest";
import { operations } from "../../../src/forge/operations.ts";
import type { As, World } from "../world.ts";
import { faultsOf } from "./description.ts";

export interface Call {
  /** Values of the path's parameters. */
  readonly at?: Record<string, string | number>;
  readonly as?: As;
  /** Whose token it is that nobody of `as` has. */
  readonly token?: string;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly accept?: string;
}

/** Calls an operation by GitHub's name, expects a status, and holds the answer against GitHub's description. */
export type Caller = <const Id extends string, const Status extends number>(
  id: Id,
  status: Status,
  call?: Call,
) => Promise<Status extends ErrorStatus ? ErrorBody : BodyOf<Id>>;

type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 422;

interface ErrorBody {
  readonly message: string;
  readonly errors: readonly unknown[];
}

/** What Octokit says that an operation answers with; the contract holds the forge to it. */
type BodyOf<Id extends string> = Id extends `${infer Scope extends keyof Octokit}/${infer Name}`
  ? DataOf<Octokit[Scope], CamelCase<Name>>
  : unknown;
type Octokit = RestEndpointMethodTypes;
type DataOf<Methods, Name extends string> = Methods extends {
  readonly [Key in Name]: { readonly response: { readonly data: infer Data } };
}
  ? Data
  : unknown;
type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text;

/** The statuses that each operation has answered with. */
export type Seen = Map<string, Set<number>>;

export const callerOf =
  (world: World, seen: Seen, repository: Record<string, string> = {}): Caller =>
  async (
    id: string,
    status: number,
    { at = {}, as = "bot", token = world.token(as) ?? undefined, query = {}, body, accept }: Call = {},
  ) => {
    const operation = operations.find((candidate) => candidate.id === id);
    if (!operation) throw new Error(`the forge has no operation ${id}`);
    const parameters: Record<string, string | number> = { ...repository, ...at };
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      String(parameters[name] ?? "1")
        .split("/")
        .map(encodeURIComponent)
        .join("/"),
    );
    const url = new URL(world.forge.url + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const response = await fetch(url, {
      method: operation.method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(accept === undefined ? {} : { accept }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = await response.text();
    const json = response.headers.get("content-type")?.includes("json") ?? false;
    // From here on GitHub's description vouches for its type.
    const answer = json ? JSON.parse(content) : content === "" ? null : content;
    if (response.status !== status) {
      throw new Error(`${id} answered ${response.status} in place of ${status}: ${content.slice(0, 2000)}`);
    }
    const faults = json || content === "" ? faultsOf(id, status, answer) : [];
    if (faults.length > 0) {
      throw new Error(
        `${id} ${status} is not as GitHub describes it:\n${faults.join("\n")}\n${content.slice(0, 3000)}`,
      );
    }
    seen.set(id, (seen.get(id) ?? new Set()).add(status));
    return answer;
  };
