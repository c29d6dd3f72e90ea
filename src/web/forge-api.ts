import type { Endpoints } from "@octokit/types";
import type { Caller } from "../forge/caller.ts";
import { HttpError } from "../forge/errors.ts";
import type { PagesForge } from "../forge/pages.ts";

/** GitHub's name of an operation. */
type Route = keyof Endpoints & string;

/** What an operation answers with. */
export type DataOf<Name extends Route> = Endpoints[Name]["response"]["data"];

type Parameters<Name extends Route> = Omit<
  Endpoints[Name]["parameters"],
  "headers" | "mediaType" | "request" | "baseUrl"
>;

/** One page of a list, and how many items all pages have. */
export interface Listed<Data> {
  readonly items: Data;
  readonly total: number;
}

/**
 * The forge's operations in the name of who looks at a page, as Octokit knows them; that the answers are what the types
 * say is what the forge's contract holds.
 */
export interface ForgeApi {
  /** @throws HttpError as the operation does. */
  readonly ask: <Name extends Route>(route: Name, parameters: Parameters<Name>) => Promise<DataOf<Name>>;
  /** @throws HttpError as the operation does. */
  readonly list: <Name extends Route>(
    route: Name,
    parameters: Parameters<Name>,
  ) => Promise<Listed<DataOf<Name>>>;
  /** The same, or `null` where there is none, or none that is shown. */
  readonly find: <Name extends Route>(
    route: Name,
    parameters: Parameters<Name>,
  ) => Promise<DataOf<Name> | null>;
  /** What an operation says in another media type. @throws HttpError as the operation does. */
  readonly content: <Name extends Route>(
    route: Name,
    parameters: Parameters<Name>,
    accept: string,
  ) => Promise<string | Uint8Array<ArrayBuffer>>;
  /** A query or mutation, whose answer the caller knows. @throws HttpError 422 with the first of its errors. */
  readonly graphql: <Data>(query: string, variables: Readonly<Record<string, unknown>>) => Promise<Data>;
}

interface GraphqlAnswer<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string }[];
}

export const forgeApi = (forge: PagesForge, caller: Caller): ForgeApi => {
  const call = (route: string, parameters: object, accept?: string) =>
    forge.call(caller, { ...callOf(route, parameters), ...(accept === undefined ? {} : { accept }) });
  const list: ForgeApi["list"] = async <Name extends Route>(route: Name, parameters: Parameters<Name>) => {
    const { body, list } = await call(route, parameters);
    const items = body as DataOf<Name>;
    return { items, total: list?.total ?? (Array.isArray(items) ? items.length : 0) };
  };
  const ask: ForgeApi["ask"] = async (route, parameters) => (await list(route, parameters)).items;
  return {
    ask,
    list,
    find: (route, parameters) =>
      ask(route, parameters).catch((error: unknown) => {
        if (error instanceof HttpError && error.status === 404) return null;
        throw error;
      }),
    content: async (route, parameters, accept) => {
      const { text } = await call(route, parameters, accept);
      if (text === undefined) throw new HttpError(404, { message: "This has no such form." });
      return text.content;
    },
    graphql: async <Data>(query: string, variables: Readonly<Record<string, unknown>>) => {
      const { body } = await call("POST /graphql", { query, variables });
      const { data, errors } = body as GraphqlAnswer<Data>;
      const [error] = errors ?? [];
      if (error) throw new HttpError(422, { message: error.message });
      return data;
    },
  };
};

/** Parts parameters as Octokit does: those that the path names, then the query or the body. */
const callOf = (route: string, parameters: object) => {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const inPath = (name: string): boolean => route.includes(`{${name}}`);
  const texts = (entries: [string, unknown][]) =>
    Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
  const params = texts(given.filter(([name]) => inPath(name)));
  const rest = given.filter(([name]) => !inPath(name));
  return route.startsWith("GET ")
    ? { route, params, query: texts(rest) }
    : { route, params, body: rest.length > 0 ? Object.fromEntries(rest) : undefined };
};
