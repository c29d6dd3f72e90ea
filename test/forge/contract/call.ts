import { operations } from "../../../src/forge/operations.ts";
import type { As, World } from "../world.ts";
import { faultsOf } from "./description.ts";

export interface Call {
  /** Values of the path's parameters. */
  readonly at?: Record<string, string | number>;
  readonly as?: As;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly accept?: string;
}

/** The JSON of an answer, read by the tests without types: what it must look like is the description's to say. */
// biome-ignore lint/suspicious/noExplicitAny: answers are validated against GitHub's description before they are read
export type Body = any;

/** Calls an operation by GitHub's name, expects a status, and holds the answer against GitHub's description. */
export type Caller = (id: string, status: number, call?: Call) => Promise<Body>;

/** The statuses that each operation has answered with. */
export type Seen = Map<string, Set<number>>;

export const callerOf =
  (world: World, seen: Seen, repository: Record<string, string> = {}): Caller =>
  async (id, status, { at = {}, as = "bot", query = {}, body, accept } = {}) => {
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
    const token = world.token(as);
    const response = await fetch(url, {
      method: operation.method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(accept === undefined ? {} : { accept }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = await response.text();
    const json = response.headers.get("content-type")?.includes("json") ?? false;
    const answer: unknown = json ? JSON.parse(content) : content === "" ? null : content;
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
