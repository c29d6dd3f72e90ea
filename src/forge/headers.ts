import { createHash, randomUUID } from "node:crypto";
import type { Answer } from "./answer.ts";
import type { RateState } from "./context.ts";
import { linkHeader } from "./pagination.ts";

/** A rendered answer: status, headers and the bytes or text to send. */
interface Rendered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly content: string | Uint8Array<ArrayBuffer> | null;
}

interface Asked {
  readonly method: string;
  /** The address as the client knows it, for `Link`. */
  readonly url: URL;
  readonly ifNoneMatch: string | undefined;
}

/** Turns an answer into what goes over the wire, with an ETag, or into a 304 when the client has it already. */
export const render = (answer: Answer, asked: Asked): Rendered => {
  const content = answer.text?.content ?? (answer.body === undefined ? null : JSON.stringify(answer.body));
  const headers: Record<string, string> = { ...commonHeaders(), ...answer.headers };
  if (content !== null) headers["content-type"] = answer.text?.type ?? "application/json; charset=utf-8";
  const link = answer.list ? linkHeader(asked.url, answer.list.page, answer.list.total) : null;
  if (link !== null) headers.link = link;
  if (asked.method !== "GET" || answer.status !== 200 || content === null) {
    return { status: answer.status, headers, content };
  }
  headers.etag = `W/"${createHash("sha256").update(content).digest("hex")}"`;
  headers["cache-control"] = "private, max-age=60, s-maxage=60";
  return sameTag(asked.ifNoneMatch, headers.etag)
    ? { status: 304, headers, content: null }
    : { status: 200, headers, content };
};

const commonHeaders = (): Record<string, string> => ({
  "x-github-request-id": randomUUID(),
  "x-github-media-type": "github.v3; format=json",
  "x-github-api-version-selected": "2022-11-28",
});

export const rateHeaders = ({ limit, used, reset }: RateState): Record<string, string> => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(Math.max(0, limit - used)),
  "x-ratelimit-used": String(used),
  "x-ratelimit-reset": String(reset),
  "x-ratelimit-resource": "core",
});

const sameTag = (header: string | undefined, tag: string): boolean =>
  (header ?? "").split(",").some((candidate) => candidate.trim().replace(/^W\//, "") === tag.slice(2));
