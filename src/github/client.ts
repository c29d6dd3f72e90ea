import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { isNeverSent } from "./connection-errors.ts";
import { type Fetch, fetchFromForge, fetchFromHere } from "./fetch.ts";
import type { Failing, Outage } from "./outage.ts";
import { withoutPage } from "./page-answer.ts";

/** What every client can do, whichever package has made it. */
type Client = Pick<Octokit, "rest" | "paginate" | "graphql" | "request" | "hook">;
type Options = NonNullable<ConstructorParameters<typeof Octokit>[0]>;
type Plugin = Parameters<typeof Octokit.plugin>[0];

/** Makes a client that authenticates with a token, as the toolkit's `getOctokit` does. */
type MakeClient = (token: string, options: Options, ...plugins: Plugin[]) => Client;

/** A repository on a forge, with the client that reads and writes it. */
export interface GitHub {
  readonly octokit: Client;
  readonly owner: string;
  readonly repo: string;
  /** Requests sent so far. */
  readonly requests: { read: number; write: number };
}

export interface Connection {
  /** Base URL of the REST API. */
  readonly url: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** Keep to GitHub's limits on writes; a local forge has none. */
  readonly throttle: boolean;
  readonly onWait?: (message: string) => void;
  /** Seconds that a rate limit may be waited for; a job is paid for while it waits. Without it, as long as it takes. */
  readonly maxWait?: number;
  /** How often a request that was not answered is sent again: 3 times without it. */
  readonly retries?: number;
  /** Waits for the forge when it does not answer; without it a request is sent again `retries` times, and fails. */
  readonly outage?: Outage;
  /** Is told of each request that got no answer, where that is no outage yet; nobody is when not given. */
  readonly onLost?: (message: string) => void;
  readonly make?: MakeClient;
  /** Answers instead of the network: a forge that is in this process. */
  readonly answer?: ((request: Request) => Promise<Response>) | undefined;
}

const makeClient: MakeClient = (auth, options, ...plugins) =>
  new (Octokit.plugin(...plugins))({ ...options, auth });

/** Connects to a repository; several connections may count into the same `requests`. */
export const connect = (
  {
    url,
    token,
    owner,
    repo,
    throttle,
    outage,
    onLost = () => undefined,
    make = makeClient,
    answer,
    ...waits
  }: Connection,
  requests: GitHub["requests"] = { read: 0, write: 0 },
): GitHub => {
  const { onWait = () => {}, maxWait = Number.POSITIVE_INFINITY, retries = 3 } = waits;
  const obey = (seconds: number, { method, url: path }: { method?: string; url?: string }): boolean => {
    if (seconds > maxWait) return false;
    onWait(`the forge's rate limit is reached: ${method} ${path} waits ${seconds} s`);
    return true;
  };
  const limits = { onRateLimit: obey, onSecondaryRateLimit: obey };
  const ways = {
    ...(outage ? { onLost, retries: 0 } : { onLost: onWait, retries }),
    fetch: answer ? fetchFromHere(answer) : fetchFromForge,
  };
  const options = { ...clientOptions(url, ways), throttle: limits };
  // Where an outage is waited for, that alone sends again: the plugin would only queue what it is told to leave.
  const plugins = [...(outage && !throttle ? [] : [retry]), ...(throttle ? [throttling] : [])];
  const octokit = make(token, options, ...plugins);
  octokit.hook.before("request", (request) => {
    requests[isRead(request) ? "read" : "write"] += 1;
  });
  octokit.hook.error("request", (error) => {
    error.message = withoutPage(error.message);
    throw error;
  });
  if (outage) waitWith(outage, octokit, { url, token });
  return { octokit, owner, repo, requests };
};

/** What is not to be sent twice by the client, as it says by `retries: 0`, is sent again only if it never arrived. */
const waitWith = (outage: Outage, octokit: Client, place: { url: string; token: string }): void => {
  const isUp = () => answersAt(place);
  octokit.hook.wrap("request", (request, options) =>
    outage.through(async () => await request(options), {
      failing,
      isUp,
      mayRepeat: options.request?.retries !== 0,
    }),
  );
};

/** Whether the forge answers anything at all. */
export const answersAt = async ({ url, token }: { url: string; token: string }): Promise<boolean> => {
  try {
    const { status } = await fetchFromForge(url, { headers: { authorization: `Bearer ${token}` } });
    return status < 500;
  } catch {
    return false;
  }
};

/** What a failed request says of the forge. */
const failing = (error: unknown): Failing => {
  const status = statusOf(error);
  if (status === null) return error instanceof Error && "response" in error ? "answered" : "other";
  if (!(error instanceof Error) || ("response" in error && error.response !== undefined))
    return status >= 500 ? "lost" : "answered";
  return isNeverSent(error) ? "away" : "lost";
};

/** How a client asks, and how often; who is told of what was lost. */
interface Ways {
  readonly onLost: (message: string) => void;
  readonly retries?: number;
  readonly fetch?: Fetch;
}

/** What every client is made with; `request` is merged with what a caller or a single request gives. */
export const clientOptions = (
  url: string,
  { onLost, retries = 3, fetch = fetchFromForge }: Ways,
): Options => ({
  baseUrl: url,
  userAgent: "milepost",
  // Its own parser looks into every answer for numbers that are too large for JavaScript.
  request: { fetch: telling(fetch, onLost), parseSuccessResponseBody: false },
  log: { debug() {}, info() {}, warn() {}, error() {} },
  retry: { doNotRetry: meant, retries },
});

/** Statuses that a forge means: it says the same again. */
const meant = [400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 451];

/** Says of each connection that was lost what it had asked for: nobody knows yet what came of that. */
const telling =
  (fetch: Fetch, say: (message: string) => void): Fetch =>
  async (url, sent) => {
    try {
      return await fetch(url, sent);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`${sent.method ?? "GET"} ${new URL(url).pathname} was not answered by the forge: ${reason}`);
      throw error;
    }
  };

/** A GraphQL query is sent as a POST but writes nothing. */
const isRead = ({ method, url, query }: { method: string; url: string; query?: unknown }): boolean =>
  method === "GET" || method === "HEAD" || (url === "/graphql" && String(query).startsWith("query"));

/** The `{ owner, repo }` of every request. */
export const at = ({ owner, repo }: GitHub): { owner: string; repo: string } => ({ owner, repo });

/** HTTP status of a failed request; `null` when no answer came. */
export const statusOf = (error: unknown): number | null =>
  typeof error === "object" && error !== null && "status" in error && typeof error.status === "number"
    ? error.status
    : null;

/** Whether a failed request says this anywhere in its answer. */
export const says = (error: unknown, text: string): boolean =>
  error instanceof Error &&
  `${error.message} ${JSON.stringify("response" in error ? error.response : "")}`.includes(text);

/** What a failed request was answered, in the forge's words. */
export const saidBy = (error: Error): string => error.message.replace(/ - https:\/\/docs\.\S+$/, "");

/**
 * Creates something exactly once: when the answer of a create is lost, it is looked for before it is repeated.
 * The request itself must not be retried by the client: pass `request: { retries: 0 }`.
 */
export const createOnce = async <Thing>({
  create,
  find,
}: {
  create: () => Promise<Thing>;
  find: () => Promise<Thing | null>;
}): Promise<Thing> => {
  for (let tries = 1; ; tries++) {
    try {
      return await create();
    } catch (error) {
      const status = statusOf(error);
      const lost = status === null || status >= 500;
      if (!lost) throw error;
      const found = await find();
      if (found) return found;
      if (tries === 3) throw error;
    }
  }
};
