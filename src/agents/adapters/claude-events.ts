import { z } from "zod";
import { resetTimeOf } from "../../core/account/reset-time.ts";
import { type ProgramTrouble, troubleOf } from "../../core/account/trouble.ts";
import { type ToldError, troubleIn } from "../../core/account/trouble-in.ts";
import type { ModelUsage } from "../../core/cost/usage.ts";
import type { GiveUp, ProgramExit, ProgramFiles, Reader, Session } from "./adapter.ts";
import { streamedUsage } from "./claude-usage.ts";
import { since } from "./conversation.ts";
import { eachEvent } from "./events.ts";
import { futileCalls } from "./futile-calls.ts";

/** What was heard of a run so far. */
interface Heard {
  result: Result | null;
  /** The error that Claude Code's own last message carries; its model's messages have none. */
  error: string | null;
  /** The try of a request that it makes again, while nothing came of it. */
  retry: ToldError | null;
  resetsAt: number | null;
  /** Whether its model did anything. */
  acted: boolean;
  /** Whether it was given up, for its key. */
  hopeless: boolean;
}

/** Reads the events of `claude -p --output-format stream-json`. */
export const readClaude = (_: ProgramFiles, giveUp: GiveUp, session: Session | null): Reader => {
  const streamed = streamedUsage();
  const heard: Heard = {
    result: null,
    error: null,
    retry: null,
    resetsAt: null,
    acted: false,
    hopeless: false,
  };
  const futile = futileCalls(giveUp);
  const used = () => (heard.result ? [since(session, usageOf(heard.result))] : streamed.used());
  const onEvent = eachEvent(event, (one) => {
    switch (one.type) {
      case "result":
        heard.result = one;
        break;
      case "assistant":
        Object.assign(heard, { error: one.error, retry: null, acted: heard.acted || one.error === null });
        break;
      case "user":
        for (const { type, is_error } of one.message.content)
          if (type === "tool_result") futile.called({ failed: is_error });
        break;
      case "system":
        heard.retry = retryOf(one);
        // Before its model did anything, nothing that it started can have written this.
        if (!isHopeless(one) || heard.acted) break;
        heard.hopeless = true;
        giveUp("its model's server does not take its key");
        break;
      case "rate_limit_event":
        if (one.rate_limit_info.status === "rejected") heard.resetsAt = one.rate_limit_info.resetsAt;
        break;
      default:
        one satisfies never;
    }
  });
  return {
    line: (text) => {
      streamed.line(text);
      onEvent(text);
    },
    used,
    end: (ended) => ({
      ...readingOf(heard),
      usage: used(),
      trouble: futile.trouble() ?? troubleAt(ended, heard) ?? undefined,
    }),
  };
};

const readingOf = ({ result, error }: Heard) => {
  if (result === null) return { said: "", problem: "" };
  const answer =
    result.structured_output === undefined ? result.result : JSON.stringify(result.structured_output);
  const failed = result.is_error || error !== null;
  return {
    said: failed ? "" : answer,
    problem: failed ? result.result || result.subtype : "",
  };
};

const troubleAt = (ended: ProgramExit, heard: Heard): ProgramTrouble | null => {
  const { result, error, retry, acted, hopeless } = heard;
  if (result === null) return retry !== null && (ended.waited || hopeless) ? troubleIn(retry, ended) : null;
  if (ended.code === 0 && !result.is_error && error === null && !acted && result.result === "")
    return troubleOf({ kind: "no-answer", said: "its model answered nothing" });
  // Something that it started may have written an error into its output, but not made it exit so.
  return ended.code === 1 && (result.is_error || error !== null)
    ? troubleIn(errorOf(result, heard, ended), ended)
    : null;
};

/** A request without a status got no answer. */
const retryOf = ({ error_status: status, error }: Retry): ToldError => ({
  status,
  said: `${status ?? "no answer"}: ${error}`,
  kind: status === null ? "offline" : undefined,
});

/** A key that is not taken is told by the first tries, and Claude Code makes ten of them, in three minutes. */
const isHopeless = ({ error_status, attempt }: Retry): boolean => error_status === 401 && attempt >= 3;

const errorOf = (result: Result, { error, resetsAt }: Heard, ended: ProgramExit): ToldError => ({
  status: result.api_error_status,
  said: result.result,
  kind: result.stop_reason === "refusal" ? "declined" : (kinds[result.terminal_reason] ?? kinds[error ?? ""]),
  until: resetsAt === null ? null : resetTimeOf(new Date(resetsAt * 1000), ended.now),
});

const kinds: Readonly<Record<string, ProgramTrouble["kind"]>> = {
  prompt_too_long: "too-long",
  billing_error: "no-credit",
  authentication_failed: "wrong-key",
  oauth_org_not_allowed: "wrong-key",
};

const count = z.int().min(0).catch(0);
const status = z.int().nullable().catch(null);

const result = z.object({
  type: z.literal("result"),
  subtype: z.string(),
  is_error: z.boolean(),
  result: z.string().default(""),
  structured_output: z.unknown().optional(),
  api_error_status: status,
  stop_reason: z.string().catch(""),
  terminal_reason: z.string().catch(""),
  total_cost_usd: z.number().min(0).nullable().catch(null),
  /** By model: a run uses small ones beside its own. */
  modelUsage: z
    .record(
      z.string(),
      z.object({
        inputTokens: count,
        cacheReadInputTokens: count,
        cacheCreationInputTokens: count,
        outputTokens: count,
      }),
    )
    .catch({}),
});
type Result = z.output<typeof result>;

const block = z.object({ type: z.string(), is_error: z.boolean().catch(false) });
const retry = z.object({
  type: z.literal("system"),
  subtype: z.literal("api_retry"),
  attempt: count,
  error_status: status,
  error: z.string().catch(""),
});
type Retry = z.output<typeof retry>;

const event = z.discriminatedUnion("type", [
  result,
  retry,
  z.object({ type: z.literal("assistant"), error: z.string().nullable().catch(null) }),
  z.object({
    type: z.literal("user"),
    message: z.object({ content: z.array(block) }),
  }),
  z.object({
    type: z.literal("rate_limit_event"),
    rate_limit_info: z.object({ status: z.string(), resetsAt: z.number() }),
  }),
]);

const usageOf = ({ modelUsage, total_cost_usd }: Result): ModelUsage => {
  const models = Object.values(modelUsage);
  const sum = (of: (model: (typeof models)[number]) => number) =>
    models.reduce((total, model) => total + of(model), 0);
  return {
    model: null,
    inputTokens: sum((one) => one.inputTokens + one.cacheReadInputTokens + one.cacheCreationInputTokens),
    cachedInputTokens: sum((one) => one.cacheReadInputTokens),
    outputTokens: sum((one) => one.outputTokens),
    usd: total_cost_usd,
  };
};
