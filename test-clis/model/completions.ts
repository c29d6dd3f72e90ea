import { z } from "zod";
import { type Dialect, event, type Spoken, tokens } from "./dialect.ts";
import { openAiFailures } from "./openai-failures.ts";

const request = z.object({
  messages: z.array(z.object({ role: z.string() }).loose()),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
});

/** OpenAI's Chat Completions API, streamed: what Copilot CLI, opencode and aider speak to any provider. */
export const completions: Dialect = {
  path: /\/chat\/completions$/,
  read: (body) => {
    const { messages, tools } = request.parse(body);
    return {
      text: JSON.stringify(messages),
      tools: tools.map((tool) => tool.function.name),
      results: messages.filter(({ role }) => role === "tool").length,
    };
  },
  write: (move) =>
    [
      chunk([{ index: 0, delta: deltaOf(move), finish_reason: null }]),
      chunk([{ index: 0, delta: {}, finish_reason: isCall(move) ? "tool_calls" : "stop" }]),
      { ...chunk([]), usage },
    ]
      .map((each) => event(each))
      .join("")
      .concat("data: [DONE]\n\n"),
  failures: openAiFailures,
};

const isCall = ({ kind }: Spoken): boolean => kind === "call" || kind === "malformed";

const usage = {
  prompt_tokens: tokens.input,
  completion_tokens: tokens.output,
  total_tokens: tokens.input + tokens.output,
};

const chunk = (choices: readonly unknown[]) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "scripted",
  choices,
});

const deltaOf = (move: Spoken) => {
  switch (move.kind) {
    case "say":
      return { role: "assistant", content: move.text };
    case "call":
      return toolCall(move.tool, JSON.stringify(move.input));
    case "malformed":
      return toolCall(move.tool, '{"content": "it breaks o');
    case "nothing":
      return { role: "assistant", content: "" };
    default:
      return move satisfies never;
  }
};

const toolCall = (name: string, json: string) => ({
  role: "assistant",
  content: null,
  tool_calls: [{ index: 0, id: `call_${Date.now()}`, type: "function", function: { name, arguments: json } }],
});
