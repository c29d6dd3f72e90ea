import { z } from "zod";
import { anthropicFailures } from "./anthropic-failures.ts";
import { type Dialect, event, type Spoken, tokens } from "./dialect.ts";

const request = z.object({
  system: z.unknown().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
  tools: z.array(z.object({ name: z.string() })).default([]),
});

const blocks = z.array(z.object({ type: z.string() })).catch([]);

/** Anthropic's Messages API, streamed: what Claude Code speaks. */
export const anthropic: Dialect = {
  path: /\/v1\/messages$/,
  read: (body) => {
    const { messages, tools, system } = request.parse(body);
    const all = messages.flatMap(({ content }) => blocks.parse(content));
    return {
      text: JSON.stringify([system, messages]),
      tools: tools.map(({ name }) => name),
      results: all.filter(({ type }) => type === "tool_result").length,
    };
  },
  write: (move) =>
    [
      { type: "message_start", message: start },
      ...contentOf(move),
      {
        type: "message_delta",
        delta: {
          stop_reason: move.kind === "call" || move.kind === "malformed" ? "tool_use" : "end_turn",
          stop_sequence: null,
        },
        usage: { input_tokens: tokens.input, output_tokens: tokens.output },
      },
      { type: "message_stop" },
    ]
      .map((each) => event(each, each.type))
      .join(""),
  failures: anthropicFailures,
};

const start = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-5",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: tokens.input, output_tokens: 1 },
};

const contentOf = (move: Spoken) => {
  switch (move.kind) {
    case "say":
      return block({ type: "text", text: "" }, { type: "text_delta", text: move.text });
    case "call":
      return toolUse(move.tool, JSON.stringify(move.input));
    case "malformed":
      return toolUse(move.tool, '{"content": "it breaks o');
    case "nothing":
      return [];
    default:
      return move satisfies never;
  }
};

const toolUse = (name: string, json: string) =>
  block(
    { type: "tool_use", id: `toolu_${Date.now()}`, name, input: {} },
    { type: "input_json_delta", partial_json: json },
  );

const block = (content_block: object, delta: object) => [
  { type: "content_block_start", index: 0, content_block },
  { type: "content_block_delta", index: 0, delta },
  { type: "content_block_stop", index: 0 },
];
