import { EnvHttpProxyAgent, Pool, fetch as send } from "undici";
import { proxiesOf } from "../core/proxy.ts";

/** What a client hands over for a request. */
interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What a client reads of an answer. */
interface Received {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  /** What the answer says, parsed if it is JSON. */
  readonly body: unknown;
}

export type Fetch = (url: string, sent: Sent) => Promise<Received>;

/** Seconds without a byte after which a connection counts as lost. */
const maxSilence = 30;

/**
 * Makes what every client asks a forge by: through the proxies of the environment, as long as bytes come.
 *
 * It throws when no whole answer came, also when JSON ends early: clients ask again then.
 */
export const fetchBy = (environment: NodeJS.ProcessEnv, silence = maxSilence): Fetch => {
  const dispatcher = agentOf(environment, silence * 1000);
  return async (url, sent) => {
    try {
      const answer = await send(url, { ...sent, dispatcher });
      return received(answer, await answer.arrayBuffer());
    } catch (error) {
      throw lost(error, silence);
    }
  };
};

let shared: Fetch | undefined;

/** Asks a forge as the environment of this process says, which is read once; connections are kept for what follows. */
export const fetchFromForge: Fetch = (url, sent) => {
  shared ??= fetchBy(process.env);
  return shared(url, sent);
};

/** A proxy that never opens its tunnel is held to the same limit, which undici gives to forges alone. */
const agentOf = (environment: NodeJS.ProcessEnv, most: number): EnvHttpProxyAgent => {
  const limits = { headersTimeout: most, bodyTimeout: most, connect: { timeout: most } };
  return new EnvHttpProxyAgent({
    ...proxiesOf(environment),
    ...limits,
    clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: most }),
  });
};

/** Asks a forge that is in this process, without a connection. */
export const fetchFromHere =
  (answer: (request: Request) => Promise<Response>): Fetch =>
  async (url, sent) => {
    const given = await answer(new Request(url, sent));
    const { status, statusText, headers } = given;
    return received({ url, status, statusText, headers }, await given.arrayBuffer());
  };

const received = (
  {
    url,
    status,
    statusText,
    headers,
  }: Pick<Response, "url" | "status" | "statusText"> & {
    readonly headers: Iterable<[string, string]> & Pick<Headers, "get">;
  },
  bytes: ArrayBuffer,
): Received => {
  const text = new TextDecoder().decode(bytes);
  const isJson = /^application\/(\w+\+)?json\b/.test(headers.get("content-type") ?? "");
  return {
    url,
    status,
    statusText,
    headers: new Map(headers),
    text: async () => text,
    arrayBuffer: async () => bytes,
    body: isJson && text !== "" && status < 400 ? JSON.parse(text) : text,
  };
};

/** The error in words; that of a caller who gave up stays as it is. */
const lost = (error: unknown, silence: number): unknown => {
  const { name, cause = error } = Object(error) as { name?: string; cause?: unknown };
  if (name === "AbortError") return error;
  const { code = "", message = "" } = Object(cause) as { code?: string; message?: string };
  if (cause instanceof SyntaxError) return new Error("its answer was cut off", { cause });
  if (silent.has(code)) return new Error(`nothing came for ${silence} s`, { cause });
  return new Error(message || code || String(cause), { cause });
};

const silent: ReadonlySet<string> = new Set([
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);
