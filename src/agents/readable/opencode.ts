import { z } from "zod";
import { readEvents } from "./events.ts";
import { callText, type Readable, type Spoken, spoken } from "./spoken.ts";

/** opencode's `run --format json`. */
export const opencode = (): Readable => readEvents(event, tell);

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), part: z.object({ text: z.string() }) }),
  z.object({
    type: z.literal("tool_use"),
    part: z.object({
      tool: z.string(),
      state: z.object({
        input: z.unknown().optional(),
        output: z.string().optional().catch(undefined),
        error: z.string().optional().catch(undefined),
      }),
    }),
  }),
  z.object({
    type: z.literal("error"),
    error: z.object({
      name: z.string().default("it ended with an error"),
      data: z.object({ message: z.string() }).catch({ message: "" }),
    }),
  }),
]);

const tell = (one: z.output<typeof event>): readonly Spoken[] => {
  switch (one.type) {
    case "text":
      return spoken("says", one.part.text);
    case "tool_use": {
      const { tool, state } = one.part;
      return [
        ...spoken("calls", callText(tool, state.input)),
        ...spoken("answer", state.error ?? state.output),
      ];
    }
    case "error":
      return spoken("about", `failed: ${one.error.data.message || one.error.name}`);
    default:
      return one satisfies never;
  }
};
