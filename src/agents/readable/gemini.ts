import { z } from "zod";
import { readEvents } from "./events.ts";
import { callText, type Readable, type Spoken, spoken } from "./spoken.ts";

/** Gemini CLI's `stream-json`: what its model says comes in pieces. */
export const gemini = (): Readable => {
  let said = "";
  const flush = (): Spoken[] => {
    const whole = spoken("says", said);
    said = "";
    return whole;
  };
  return readEvents(
    event,
    (one) => {
      if (one.type !== "message") return [...flush(), ...tell(one)];
      if (one.role === "assistant") said += one.content;
      return [];
    },
    flush,
  );
};

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("init"), model: z.string().default("unknown") }),
  z.object({ type: z.literal("message"), role: z.string(), content: z.string() }),
  z.object({ type: z.literal("tool_use"), tool_name: z.string(), parameters: z.unknown().optional() }),
  z.object({
    type: z.literal("tool_result"),
    output: z.string().optional(),
    error: z.object({ message: z.string() }).optional().catch(undefined),
  }),
  z.object({ type: z.literal("error"), message: z.string() }),
  z.object({
    type: z.literal("result"),
    status: z.string(),
    error: z.object({ message: z.string() }).optional().catch(undefined),
  }),
]);

type Told = Exclude<z.output<typeof event>, { type: "message" }>;

const tell = (one: Told): Spoken[] => {
  switch (one.type) {
    case "init":
      return spoken("about", `model ${one.model}`);
    case "tool_use":
      return spoken("calls", callText(one.tool_name, one.parameters));
    case "tool_result":
      return spoken("answer", one.error?.message ?? one.output);
    case "error":
      return spoken("about", one.message);
    case "result":
      return spoken("about", one.error ? `failed: ${one.error.message}` : "done");
    default:
      return one satisfies never;
  }
};
