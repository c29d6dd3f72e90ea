import { z } from "zod";
import { type ProgramTrouble, troubleOf } from "../../core/account/trouble.ts";
import { troubleIn } from "../../core/account/trouble-in.ts";
import type { ModelUsage } from "../../core/cost/usage.ts";
import type { GiveUp, ProgramExit, ProgramFiles, Reader } from "./adapter.ts";
import { eachEvent } from "./events.ts";
import { futileCalls } from "./futile-calls.ts";
import { hearRefusal } from "./refusal.ts";

/** What was heard of a run so far. */
interface Heard {
  said: string;
  usage: readonly ModelUsage[];
  /** Why it failed; empty while it did not say that it did. */
  problem: string;
  /** Its last try of a request that it makes again, in words. */
  retry: string | null;
  /** What it calls its conversation. */
  conversation: string | undefined;
}

/** Reads the events of `gemini --output-format stream-json`. */
export const readGemini = (_: ProgramFiles, giveUp: GiveUp): Reader => {
  const heard: Heard = { said: "", usage: [], problem: "", retry: null, conversation: undefined };
  const futile = futileCalls(giveUp);
  const refusal = hearRefusal();
  return {
    line: eachEvent(event, (one) => {
      switch (one.type) {
        case "init":
          heard.conversation = one.session_id;
          break;
        case "tool_use":
          refusal.over();
          Object.assign(heard, { said: "", retry: null });
          break;
        case "tool_result":
          futile.called({ failed: one.status === "error" });
          break;
        case "message":
          if (one.role !== "assistant") break;
          heard.said += one.content;
          heard.retry = null;
          break;
        case "error":
          heard.problem = one.message;
          break;
        case "result":
          if (one.status === "error")
            heard.problem = one.error.message || heard.problem || "it ended with an error";
          heard.usage = usageOf(one.stats);
          break;
        default:
          one satisfies never;
      }
    }),
    // The tries that it makes again are told nowhere else.
    errorLine: (text) => {
      refusal.line(text);
      heard.retry = /^Attempt \d+ failed(?: with status)?[.:]? (.+)/.exec(text)?.[1] ?? heard.retry;
    },
    end: (ended) => {
      const { said, usage, conversation } = heard;
      const problem = heard.problem || (ended.code === 0 || ended.code === null ? "" : refusal.words());
      const trouble = futile.trouble() ?? troubleAt(ended, { ...heard, problem }) ?? undefined;
      return { said, usage, problem, conversation, trouble };
    },
  };
};

const troubleAt = (ended: ProgramExit, { problem, retry }: Heard): ProgramTrouble | null => {
  if (ended.waited) return retry === null ? null : troubleIn({ status: statusIn(retry), said: retry }, ended);
  switch (ended.code) {
    case 0:
      return ownTrouble(problem);
    case turnsUsedUp:
      return troubleOf({ kind: "endless", said: problem });
    default:
      return exitTrouble(ended, problem);
  }
};

const exitTrouble = (ended: ProgramExit, said: string): ProgramTrouble | null => {
  const status = statusOfExit[ended.code ?? 0];
  if (ended.code !== 1 && status === undefined) return null;
  return troubleIn({ status: statusIn(said) ?? status ?? null, said }, ended);
};

/** What it ends well with, as its exit code has it. */
const ownTrouble = (said: string): ProgramTrouble | null => {
  const [kind] = own.find(([, pattern]) => pattern.test(said)) ?? [];
  return kind === undefined ? null : troubleOf({ kind, said });
};

const own = [
  ["endless", /^Loop detected/],
  ["no-answer", /returned an empty response/],
  ["declined", /blocked due to safety/],
] as const;

/** It exits with the status of its last request, as far as 8 bits hold that, or with a code of its own. */
const statusOfExit: Readonly<Record<number, number>> = {
  41: 401,
  ...Object.fromEntries(
    [400, 401, 403, 429, 500, 502, 503, 504, 529].map((status) => [status % 256, status]),
  ),
};
const turnsUsedUp = 53;

const statusIn = (said: string): number | null =>
  Number(/"code": ?(\d{3})\b|^(\d{3})\b/.exec(said)?.slice(1).find(Boolean) ?? Number.NaN) || null;

const count = z.int().min(0).catch(0);
const tokens = z.object({ input_tokens: count, output_tokens: count, cached: count.default(0) });
const stats = tokens.extend({ models: z.record(z.string(), tokens).catch({}).default({}) });
const nothing = { input_tokens: 0, output_tokens: 0, cached: 0, models: {} };

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("init"), session_id: z.string() }),
  z.object({ type: z.literal("tool_use") }),
  z.object({ type: z.literal("tool_result"), status: z.string() }),
  z.object({ type: z.literal("message"), role: z.string(), content: z.string() }),
  z.object({ type: z.literal("error"), message: z.string() }),
  z.object({
    type: z.literal("result"),
    status: z.string(),
    error: z.object({ message: z.string() }).catch({ message: "" }),
    stats: stats.catch(nothing),
  }),
]);

/** By model where it says so: it goes on with another one when the first has too much to do. */
const usageOf = ({ models, ...whole }: z.output<typeof stats>): ModelUsage[] => {
  const named = Object.entries(models);
  const all = named.length > 0 ? named : [[null, whole] as const];
  return all.map(([model, one]) => ({
    model,
    inputTokens: one.input_tokens,
    cachedInputTokens: one.cached,
    outputTokens: one.output_tokens,
    usd: null,
  }));
};
