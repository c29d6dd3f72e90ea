import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { gunzipSync } from "node:zlib";

/** What the client hands over for a request; header values may be numbers. */
interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What the client reads of an answer. */
interface Received {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBufferLike>;
  /** What the answer says, parsed if it is JSON. */
  readonly body: unknown;
}

const mostRedirects = 5;

/** Fetches as the client needs it. Node's own `fetch` takes a third of a job's start to load; this takes nothing. */
export const fetchLightly = async (url: string, sent: Sent, redirects = 0): Promise<Received> => {
  const answer = await send(url, sent);
  const status = answer.statusCode ?? 0;
  const to = [301, 302, 307, 308].includes(status) ? answer.headers.location : undefined;
  if (to !== undefined && redirects < mostRedirects) {
    answer.resume();
    return await fetchLightly(new URL(to, url).href, redirected(url, to, sent), redirects + 1);
  }
  const body = await bodyOf(answer);
  return {
    url,
    status,
    statusText: answer.statusMessage ?? "",
    headers: new Map(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    text: async () => body.toString(),
    arrayBuffer: async () => new Uint8Array(body).buffer,
    get body() {
      const isJson = /^application\/json\b/.test(answer.headers["content-type"] ?? "");
      return isJson ? JSON.parse(body.toString()) : body.toString();
    },
  };
};

const send = (url: string, { method = "GET", headers = {}, body, signal }: Sent): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const start = url.startsWith("https:") ? requestHttps : requestHttp;
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const all = { ...headers, "accept-encoding": "gzip", ...length };
    start(url, { method, headers: all, ...(signal ? { signal } : {}) }, resolve)
      .on("error", reject)
      .end(body);
  });

/** A token is for the server that it was given for. */
const redirected = (from: string, to: string, sent: Sent): Sent => {
  if (new URL(to, from).host === new URL(from).host) return sent;
  const { authorization: _, ...headers } = sent.headers ?? {};
  return { ...sent, headers };
};

const bodyOf = async (answer: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return answer.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
};
