import { z } from "zod";
import type { ModelUsage } from "../../core/cost/usage.ts";
import { eachEvent } from "./events.ts";

const count = z.int().min(0).catch(0).default(0);

/** One content block of a message; those of one message come one by one, each with the usage of the whole. */
const assistant = z.object({
  type: z.literal("assistant"),
  message: z.object({
    id: z.string(),
    model: z.string(),
    content: z.array(z.unknown()).catch([]),
    usage: z.object({
      input_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
      output_tokens: count,
    }),
  }),
});

/** What Claude Code's messages tell of their usage, for runs that are ended before it sums up. */
export const streamedUsage = () => {
  const messages = new Map<string, ModelUsage & { readonly written: number }>();
  return {
    line: eachEvent(assistant, ({ message: { id, model, content, usage } }) => {
      const written = (messages.get(id)?.written ?? 0) + JSON.stringify(content).length;
      messages.set(id, {
        model,
        inputTokens: usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens,
        cachedInputTokens: usage.cache_read_input_tokens,
        // It tells those of the message's beginning.
        outputTokens: Math.max(usage.output_tokens, Math.ceil(written / charactersPerToken)),
        usd: null,
        written,
      });
    }),
    used: (): ModelUsage[] => [...messages.values()].map(({ written: _, ...usage }) => usage),
  };
};

const charactersPerToken = 4;
