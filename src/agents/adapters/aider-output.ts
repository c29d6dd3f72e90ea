import { type ProgramTrouble, troubleOf } from "../../core/account/trouble.ts";
import { troubleIn } from "../../core/account/trouble-in.ts";
import type { ModelUsage } from "../../core/cost/usage.ts";
import type { ProgramExit, Reader } from "./adapter.ts";

/** What was heard of a run so far. */
interface Heard {
  usage: ModelUsage[];
  /** The error that its last request came to, by its class; `null` when that was answered. */
  error: { readonly name: string; readonly said: string } | null;
  /** Why it stopped, where that is no error of a request. */
  stopped: string;
}

/**
 * Reads what `aider --no-pretty` prints for people.
 *
 * Its model's words are among that, and may be any. They end with a line of the tokens that they took: an error is one
 * that no such line follows.
 */
export const readAider = (): Reader => {
  const heard: Heard = { usage: [], error: null, stopped: "" };
  return {
    line: (text) => {
      // It stands behind the last words of an answer that broke off within a line.
      const { name, said } = /litellm\.(?<name>\w+): (?<said>.+)/.exec(text)?.groups ?? {};
      const usage = usageIn(text);
      if (name !== undefined && said !== undefined) heard.error = { name, said };
      if (/^Model \S+ has hit a token limit!/.test(text)) heard.stopped = text;
      if (usage === null) return;
      heard.usage.push(usage);
      heard.error = null;
      heard.stopped = usage.outputTokens === 0 ? nothing : "";
    },
    used: () => heard.usage,
    end: (ended) => ({
      said: "",
      usage: heard.usage,
      problem: heard.error?.said ?? heard.stopped,
      trouble: troubleAt(ended, heard) ?? undefined,
    }),
  };
};

const nothing = "its model answered nothing";

/** It exits with 0 whatever happened. */
const troubleAt = (
  { code, waited, ...clock }: ProgramExit,
  { error, stopped }: Heard,
): ProgramTrouble | null => {
  if (code !== 0 && !waited) return null;
  if (error !== null) return troubleIn({ status: statusOf(error), said: error.said }, clock);
  return stopped === nothing ? troubleOf({ kind: "no-answer", said: nothing }) : null;
};

/** LiteLLM tells statuses as classes; a request that got none is an internal error to it. */
const statusOf = ({ name, said }: { readonly name: string; readonly said: string }): number | null =>
  /connection error/i.test(said) ? null : (statuses[name] ?? null);

const statuses: Readonly<Record<string, number>> = {
  AuthenticationError: 401,
  PermissionDeniedError: 403,
  RateLimitError: 429,
  InternalServerError: 500,
  BadGatewayError: 502,
  ServiceUnavailableError: 503,
};

/** `Tokens: 4.5k sent, 1.2k cache hit, 300 received. Cost: $0.02 message, $0.05 session.` */
const usageIn = (line: string): ModelUsage | null => {
  const told =
    /^Tokens: (?<sent>[\d.,]+k?) sent,(?:.*? (?<hit>[\d.,]+k?) cache hit,)?.*?(?<received>[\d.,]+k?) received\./.exec(
      line,
    )?.groups;
  if (!told) return null;
  const usd = /Cost: \$(?<usd>[\d.]+) message/.exec(line)?.groups?.usd;
  return {
    model: null,
    inputTokens: figure(told.sent),
    cachedInputTokens: figure(told.hit),
    outputTokens: figure(told.received),
    usd: usd === undefined ? null : Number.parseFloat(usd),
  };
};

const figure = (text = "0"): number =>
  Math.round(Number.parseFloat(text.replaceAll(",", "")) * (text.endsWith("k") ? 1000 : 1));
