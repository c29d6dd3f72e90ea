import { z } from "zod";
import { type Dialect, event, type Move, tokens } from "./dialect.ts";

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
      candidates: [{ index: 0, content: { role: "model", parts: [partOf(move)] }, finishReason: "STOP" }],
      usageMetadata: {
        promptTokenCount: tokens.input,
        candidatesTokenCount: tokens.output,
        totalTokenCount: tokens.input + tokens.output,
      },
      modelVersion: "scripted",
    }),
};

const partOf = (move: Move) =>
  move.kind === "say" ? { text: move.text } : { functionCall: { name: move.tool, args: move.input } };
