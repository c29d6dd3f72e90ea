import { z } from "zod";
import { type Dialect, event, type Spoken, tokens } from "./dialect.ts";
import { geminiFailures } from "./gemini-failures.ts";

const part = z.object({ functionResponse: z.unknown().optional() }).loose();
const request = z.object({
  contents: z.array(z.object({ parts: z.array(part).default([]) })),
  tools: z
    .array(z.object({ functionDeclarations: z.array(z.object({ name: z.string() })).default([]) }))
    .default([]),
});

/** Google's Gemini API, streamed: what Gemini CLI speaks. */
export const gemini: Dialect = {
  path: /:(streamGenerateContent|generateContent)$/,
  read: (body) => {
    const { contents, tools } = request.parse(body);
    const parts = contents.flatMap((content) => content.parts);
    return {
      text: JSON.stringify(contents),
      tools: tools.flatMap((tool) => tool.functionDeclarations.map(({ name }) => name)),
      results: parts.filter(({ functionResponse }) => functionResponse !== undefined).length,
    };
  },
  write: (move) =>
    event({
      candidates: [{ index: 0, content: { role: "model", parts: partsOf(move) }, finishReason: "STOP" }],
      usageMetadata: {
        promptTokenCount: tokens.input,
        candidatesTokenCount: tokens.output,
        totalTokenCount: tokens.input + tokens.output,
      },
      modelVersion: "scripted",
    }),
  failures: geminiFailures,
};

const partsOf = (move: Spoken) => {
  switch (move.kind) {
    case "say":
      return [{ text: move.text }];
    case "call":
      return [{ functionCall: { name: move.tool, args: move.input } }];
    case "malformed":
      return [{ functionCall: { name: move.tool, args: "it breaks o" } }];
    case "nothing":
      return [];
    default:
      return move satisfies never;
  }
};
