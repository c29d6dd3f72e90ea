import { z } from "zod";
import { type ProgramTrouble, troubleOf } from "../../core/account/trouble.ts";
import { type ToldError, troubleIn } from "../../core/account/trouble-in.ts";
import type { ModelUsage } from "../../core/cost/usage.ts";
import type { GiveUp, ProgramExit, ProgramFiles, Reader, Session } from "./adapter.ts";
import { since } from "./conversation.ts";
import { eachEvent } from "./events.ts";
import { futileCalls } from "./futile-calls.ts";
import { hearRefusal } from "./refusal.ts";
import { silentWait } from "./silent-wait.ts";

/** What was heard of a run so far. */
interface Heard {
  said: string;
  usage: readonly ModelUsage[];
  /** What it calls its conversation. */
  conversation: string | undefined;
  /** Why the turn failed; empty while it did not. */
  problem: string;
  /** Why it asks its model again, while nothing came of that. */
  retry: string | null;
  /** Whether its model did anything. */
  acted: boolean;
}

/** Reads the events of `codex exec --json`. */
export const readCodex = (_: ProgramFiles, giveUp: GiveUp, session: Session | null): Reader => {
  const heard: Heard = {
    ...{ said: "", usage: [], conversation: undefined },
    ...{ problem: "", retry: null, acted: false },
  };
  const futile = futileCalls(giveUp);
  const silence = silentWait(giveUp);
  const refusal = hearRefusal();
  return {
    line: eachEvent(event, (one) => {
      silence.stop();
      switch (one.type) {
        case "thread.started":
          heard.conversation = one.thread_id;
          break;
        case "item.completed":
          if (one.item.type === "error") break;
          Object.assign(heard, { acted: true, retry: null });
          refusal.over();
          if (one.item.type === "agent_message") heard.said = one.item.text;
          else if (one.item.status) futile.called({ failed: one.item.status !== "completed" });
          break;
        case "error":
          heard.retry = one.message;
          // After any other error its model may think for minutes.
          if (errorIn(one.message).status === 429) silence.began();
          break;
        case "turn.completed":
          heard.usage = [since(session, usageOf(one.usage))];
          break;
        case "turn.failed":
          heard.problem = one.error.message;
          break;
        default:
          one satisfies never;
      }
    }),
    // Calls that cannot be parsed are told nowhere else.
    errorLine: (text) => {
      refusal.line(text);
      if (/ ERROR codex_core::tools::router: /.test(text)) futile.called({ failed: true });
    },
    end: (ended) => {
      silence.stop();
      const { said, usage, conversation } = heard;
      const end = { ...ended, waited: ended.waited || silence.isOver() };
      // What it cannot begin with is told by an event alone, or by none.
      const problem = heard.problem || (end.code === 1 ? (heard.retry ?? refusal.words()) : "");
      const trouble = futile.trouble() ?? troubleAt(end, { ...heard, problem }) ?? undefined;
      return { said, usage, problem, conversation, trouble };
    },
  };
};

const troubleAt = (ended: ProgramExit, { usage, problem, retry, acted }: Heard): ProgramTrouble | null => {
  if (problem !== "") return ended.code === 1 ? troubleIn(errorIn(problem), ended) : null;
  // It waits without a word as long as its model's server asks it to.
  if (ended.waited && retry !== null) return troubleIn(errorIn(retry), ended);
  return ended.code === 0 && usage.length > 0 && !acted
    ? troubleOf({ kind: "no-answer", said: "its model answered nothing" })
    : null;
};

const errorIn = (said: string): ToldError => ({
  status: Number(toldStatus.exec(said)?.[1] ?? Number.NaN) || null,
  said,
});

/** How it tells the status of what it got, and that of an answer that broke off. */
const toldStatus = /(?:unexpected status|last status:|HTTP status (?:client|server) error \() ?(\d{3})\b/;

const count = z.int().min(0).catch(0);
const tokens = z.object({
  input_tokens: count,
  cached_input_tokens: count.default(0),
  output_tokens: count,
});

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("thread.started"), thread_id: z.string() }),
  z.object({
    type: z.literal("item.completed"),
    item: z.object({
      type: z.string(),
      text: z.string().catch(""),
      status: z.string().catch(""),
    }),
  }),
  z.object({ type: z.literal("turn.completed"), usage: tokens }),
  z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal("error"), message: z.string() }),
]);

/** The figures of the whole thread so far: the last ones count. */
const usageOf = ({
  input_tokens,
  cached_input_tokens,
  output_tokens,
}: z.output<typeof tokens>): ModelUsage => ({
  model: null,
  cachedInputTokens: cached_input_tokens,
  inputTokens: input_tokens,
  outputTokens: output_tokens,
  usd: null,
});
