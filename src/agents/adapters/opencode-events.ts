import { z } from "zod";
import { type ProgramTrouble, troubleOf } from "../../core/account/trouble.ts";
import { type ToldError, troubleIn } from "../../core/account/trouble-in.ts";
import type { ModelUsage } from "../../core/cost/usage.ts";
import type { GiveUp, ProgramExit, ProgramFiles, Reader } from "./adapter.ts";
import { eachEvent } from "./events.ts";
import { futileCalls } from "./futile-calls.ts";
import { silentWait } from "./silent-wait.ts";

/** What was heard of a run so far. */
interface Heard {
  said: string;
  usage: ModelUsage[];
  /** What it calls its conversation. */
  conversation: string | undefined;
  error: OwnError | null;
  /** Why it asks its model again, while nothing came of that. */
  retry: string | null;
  /** Whether its model's last answer broke off at the most that it may say. */
  broken: boolean;
  /** Whether its model said or did anything. */
  acted: boolean;
}

/** Reads the events of `opencode run --format json`. */
export const readOpencode = (_: ProgramFiles, giveUp: GiveUp): Reader => {
  const heard: Heard = {
    ...{ said: "", usage: [], conversation: undefined, error: null },
    ...{ retry: null, broken: false, acted: false },
  };
  const futile = futileCalls(giveUp);
  const silence = silentWait(giveUp);
  return {
    line: eachEvent(event, (one) => {
      silence.stop();
      switch (one.type) {
        case "step_start":
          Object.assign(heard, { said: "", retry: null });
          heard.conversation = one.sessionID ?? heard.conversation;
          break;
        case "text":
          heard.said += one.part.text;
          heard.acted ||= one.part.text !== "";
          break;
        case "tool_use":
          heard.acted = true;
          futile.called({ failed: one.part.tool === "invalid" || one.part.state.status === "error" });
          break;
        case "step_finish":
          heard.usage.push(usageOf(one.part));
          heard.broken = one.part.reason === "length";
          break;
        case "error":
          heard.error = one.error;
          break;
        default:
          one satisfies never;
      }
    }),
    // It waits without a word as long as its model's server asks it to; why, only its log tells.
    errorLine: (text) => {
      const why = streamError.exec(text)?.[1];
      if (why === undefined) return;
      heard.retry = why;
      silence.began();
    },
    used: () => heard.usage,
    end: (ended) => {
      silence.stop();
      const { said, usage, conversation } = heard;
      const end = { ...ended, waited: ended.waited || silence.isOver() };
      const trouble = futile.trouble() ?? troubleAt(end, heard) ?? undefined;
      return { said, usage, conversation, problem: problemOf(heard), trouble };
    },
  };
};

const problemOf = ({ error, broken }: Heard): string => {
  if (error !== null) return error.data.message || error.name;
  return broken ? "its model's answer broke off at the most that it may say" : "";
};

const streamError = /^timestamp=.* message="stream error" .* small=false .*error\.error="(?:\w+: )?(.+)"$/;

const troubleAt = (ended: ProgramExit, { error, retry, usage, acted }: Heard): ProgramTrouble | null => {
  if (ended.waited) return retry === null ? null : troubleIn({ status: null, said: retry }, ended);
  if (error !== null) return ended.code === 1 ? troubleIn(told(error), ended) : null;
  return ended.code === 0 && usage.length > 0 && !acted
    ? troubleOf({ kind: "no-answer", said: "its model answered nothing" })
    : null;
};

const told = ({ name, data }: OwnError): ToldError => {
  const wait = data.responseHeaders["retry-after"];
  return {
    status: data.statusCode,
    said: wait === undefined ? data.message || name : `${data.message}; retry-after: ${wait}`,
    kind: kinds[name],
  };
};

const kinds: Readonly<Record<string, ProgramTrouble["kind"]>> = {
  ContextOverflowError: "too-long",
  ContentFilterError: "declined",
  ProviderAuthError: "wrong-key",
};

const count = z.int().min(0).catch(0);
const finish = z.object({
  reason: z.string().catch(""),
  cost: z.number().min(0).nullable().catch(null),
  tokens: z.object({
    input: count,
    output: count,
    reasoning: count,
    cache: z.object({ read: count, write: count }).catch({ read: 0, write: 0 }),
  }),
});

const nothing = { message: "", statusCode: null, responseHeaders: {} };
const ownError = z.object({
  name: z.string().default("it ended with an error"),
  data: z
    .object({
      message: z.string().catch(""),
      statusCode: z.int().nullable().catch(null),
      responseHeaders: z.record(z.string(), z.string()).catch({}),
    })
    .catch(nothing),
});
type OwnError = z.output<typeof ownError>;

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("step_start"), sessionID: z.string().optional() }),
  z.object({ type: z.literal("text"), part: z.object({ text: z.string() }) }),
  z.object({
    type: z.literal("tool_use"),
    part: z.object({
      tool: z.string().catch(""),
      state: z.object({ status: z.string() }).catch({ status: "" }),
    }),
  }),
  z.object({ type: z.literal("step_finish"), part: finish }),
  z.object({ type: z.literal("error"), error: ownError }),
]);

/** It tells no cost as one of nothing. */
const usageOf = ({ tokens, cost }: z.output<typeof finish>): ModelUsage => ({
  model: null,
  cachedInputTokens: tokens.cache.read,
  inputTokens: tokens.input + tokens.cache.read + tokens.cache.write,
  outputTokens: tokens.output + tokens.reasoning,
  usd: cost === 0 ? null : cost,
});
