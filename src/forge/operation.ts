import type { ZodType } from "zod";
import type { Answer } from "./answer.ts";
import type {
  Endpoint,
  GlobalOperation,
  RepositoryContext,
  RepositoryOperation,
  RequestContext,
} from "./context.ts";
import { parseBody, parseQuery } from "./parse.ts";

/** The names in a path's braces: `/repos/{owner}/{repo}` has `owner` and `repo`. */
type Params<Path extends string> = {
  readonly [Name in Names<Path>]: string;
};
type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

interface Definition<Path extends string, Body, Query, Given> {
  /** GitHub's `operationId`. */
  readonly id: string;
  readonly method: Endpoint["method"];
  /** GitHub's path, with parameters in braces. */
  readonly path: Path;
  readonly body?: ZodType<Body>;
  readonly query?: ZodType<Query>;
  /** Whether it may move a branch, after which pull requests are brought up to date. */
  readonly movesRefs?: boolean;
  readonly handle: (context: Given) => Promise<Answer> | Answer;
}

/** An operation below `/repos/{owner}/{repo}`. */
export const operation = <const Path extends string, Body = undefined, Query = undefined>(
  definition: Definition<Path, Body, Query, RepositoryContext<Params<Path>, Body, Query>> & {
    readonly needs: RepositoryOperation["needs"];
  },
): RepositoryOperation => ({
  ...endpoint(definition),
  scope: "repository",
  needs: definition.needs,
  run: async (context) => definition.handle(narrowed(context, definition)),
});

/** An operation outside any repository. */
export const globalOperation = <const Path extends string, Body = undefined, Query = undefined>(
  definition: Definition<Path, Body, Query, RequestContext<Params<Path>, Body, Query>> & {
    readonly needs: GlobalOperation["needs"];
  },
): GlobalOperation => ({
  ...endpoint(definition),
  scope: "global",
  needs: definition.needs,
  run: async (context) => definition.handle(narrowed(context, definition)),
});

const endpoint = ({
  id,
  method,
  path,
  movesRefs = false,
}: Omit<Endpoint, "movesRefs"> & { movesRefs?: boolean }) => ({
  id,
  method,
  path,
  movesRefs,
});

/** The same context with its body and query parsed and its parameters named. */
const narrowed = <Given extends RequestContext, Path extends string, Body, Query>(
  context: Given,
  { body, query }: { path: Path; body?: ZodType<Body>; query?: ZodType<Query> },
) => ({
  ...context,
  params: context.params as Params<Path>,
  body: (body ? parseBody(body, context.body) : undefined) as Body,
  query: (query ? parseQuery(query, context.query) : undefined) as Query,
});
