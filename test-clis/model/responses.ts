import { z } from "zod";
import { type Dialect, event, type Spoken, tokens } from "./dialect.ts";
import { openAiFailures } from "./openai-failures.ts";

const request = z.object({
  instructions: z.unknown().optional(),
  input: z.array(z.object({ type: z.string().optional() }).loose()),
  tools: z.array(z.object({ type: z.string(), name: z.string().optional() })).default([]),
});

/** OpenAI's Responses API, streamed: what Codex speaks. */
export const responses: Dialect = {
  path: /\/responses$/,
  read: (body) => {
    const { input, tools, instructions } = request.parse(body);
    return {
      text: JSON.stringify([instructions, input]),
      tools: tools.map(({ type, name }) => name ?? type),
      results: input.filter(({ type }) => type?.endsWith("_output")).length,
    };
  },
  write: (move) => {
    const output = itemsOf(move);
    return [
      { type: "response.created", response: { id: "resp_1" } },
      ...output.flatMap((item) => [
        { type: "response.output_item.added", output_index: 0, item },
        { type: "response.output_item.done", output_index: 0, item },
      ]),
      { type: "response.completed", response: { id: "resp_1", status: "completed", output, usage } },
    ]
      .map((each) => event(each, each.type))
      .join("");
  },
  failures: openAiFailures,
};

const usage = {
  input_tokens: tokens.input,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: tokens.output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: tokens.input + tokens.output,
};

const itemsOf = (move: Spoken) => {
  switch (move.kind) {
    case "say":
      return [
        {
          type: "message",
          role: "assistant",
          id: "msg_1",
          content: [{ type: "output_text", text: move.text, annotations: [] }],
        },
      ];
    case "call":
      return [functionCall(move.tool, JSON.stringify(move.input))];
    case "malformed":
      return [functionCall(move.tool, '{"content": "it breaks o')];
    case "nothing":
      return [];
    default:
      return move satisfies never;
  }
};

const functionCall = (name: string, json: string) => ({
  type: "function_call",
  id: `fc_${Date.now()}`,
  call_id: `call_${Date.now()}`,
  name,
  arguments: json,
});
