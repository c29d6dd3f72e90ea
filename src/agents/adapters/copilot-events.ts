import { z } from "zod";
import type { ProgramTrouble } from "../../core/account/trouble.ts";
import { type ToldError, troubleIn } from "../../core/account/trouble-in.ts";
import type { ModelUsage } from "../../core/cost/usage.ts";
import { readJson } from "../read-json.ts";
import type { GiveUp, ProgramExit, ProgramFiles, Reader, Session } from "./adapter.ts";
import { sinceAll } from "./conversation.ts";
import { eachEvent } from "./events.ts";
import { futileCalls } from "./futile-calls.ts";

/** Reads the events of `copilot --output-format json`, and the file of its statistics. */
export const readCopilot = ({ usage }: ProgramFiles, giveUp: GiveUp, session: Session | null): Reader => {
  const heard: { said: string; error: ToldError | null; conversation?: string } = { said: "", error: null };
  const futile = futileCalls(giveUp);
  return {
    line: eachEvent(event, (one) => {
      switch (one.type) {
        case "assistant.message":
          heard.said = one.data.toolRequests.length === 0 ? one.data.content : "";
          break;
        case "tool.execution_complete":
          futile.called({ failed: !one.data.success });
          break;
        case "session.error":
          heard.error = {
            status: one.data.statusCode,
            said: one.data.message,
            kind: kinds[one.data.errorType],
          };
          break;
        case "result":
          heard.conversation = one.sessionId;
          break;
        default:
          one satisfies never;
      }
    }),
    end: async (ended) => ({
      said: heard.said,
      problem: heard.error?.said ?? "",
      trouble: futile.trouble() ?? troubleAt(ended, heard.error) ?? undefined,
      usage: sinceAll(session, await readUsage(usage)),
      conversation: heard.conversation,
    }),
  };
};

const troubleAt = (ended: ProgramExit, error: ToldError | null): ProgramTrouble | null => {
  if (error === null || ended.code !== 1) return null;
  return emptyAnswer.test(error.said)
    ? troubleIn({ ...error, kind: "no-answer" }, ended)
    : troubleIn(error, ended);
};

const emptyAnswer = /^No response was returned/;

const kinds: Readonly<Record<string, ProgramTrouble["kind"]>> = { authentication: "wrong-key" };

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("result"), sessionId: z.string() }),
  z.object({
    type: z.literal("assistant.message"),
    data: z.object({ content: z.string(), toolRequests: z.array(z.unknown()).default([]) }),
  }),
  z.object({
    type: z.literal("tool.execution_complete"),
    data: z.object({ success: z.boolean() }),
  }),
  z.object({
    type: z.literal("session.error"),
    data: z.object({
      message: z.string(),
      errorType: z.string().catch(""),
      statusCode: z.int().nullable().catch(null),
    }),
  }),
]);

const count = z.int().min(0).catch(0);
const statistics = z.object({
  modelMetrics: z.record(
    z.string(),
    z.object({
      usage: z.object({ inputTokens: count, outputTokens: count, cacheReadTokens: count.default(0) }),
      totalNanoAiu: count.default(0),
    }),
  ),
});

/** Copilot counts AI credits of a cent each, but for models of one's own; on older plans requests, which have no price. */
const readUsage = async (file: string): Promise<ModelUsage[]> => {
  const read = await readJson(file, statistics, "Copilot's statistics").catch(() => null);
  return Object.entries(read?.modelMetrics ?? {}).map(([model, { usage, totalNanoAiu }]) => ({
    model,
    inputTokens: usage.inputTokens,
    cachedInputTokens: usage.cacheReadTokens,
    outputTokens: usage.outputTokens,
    usd: totalNanoAiu === 0 ? null : (totalNanoAiu / nanoPerCredit) * usdPerCredit,
  }));
};

const nanoPerCredit = 1_000_000_000;
export const usdPerCredit = 0.01;
