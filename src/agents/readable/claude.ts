import { z } from "zod";
import { count } from "../../core/count.ts";
import { readEvents } from "./events.ts";
import { answerText, callText, type Readable, type Spoken, spoken } from "./spoken.ts";

/** Claude Code's `stream-json`. */
export const claude = (): Readable => readEvents(event, tell);

const part = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("tool_use"), name: z.string(), input: z.unknown().optional() }),
  z.object({ type: z.literal("tool_result"), content: z.unknown().optional() }),
  // Kinds that nobody reads along.
  z.object({ type: z.string().transform(() => "other" as const) }),
]);

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("system"), subtype: z.string(), model: z.string().optional() }),
  z.object({
    type: z.enum(["assistant", "user"]),
    message: z.object({ content: z.union([z.string(), z.array(part)]) }),
  }),
  z.object({
    type: z.literal("result"),
    subtype: z.string(),
    is_error: z.boolean(),
    result: z.string().default(""),
    structured_output: z.unknown().optional(),
    num_turns: z.number().optional(),
    total_cost_usd: z.number().optional().catch(undefined),
  }),
]);

const tell = (one: z.output<typeof event>): readonly Spoken[] => {
  switch (one.type) {
    case "system":
      return one.subtype === "init" ? spoken("about", `model ${one.model ?? "unknown"}`) : [];
    case "assistant":
    case "user":
      return typeof one.message.content === "string"
        ? []
        : one.message.content.flatMap((each) => tellPart(each));
    case "result":
      return [...spoken("says", answerOf(one)), ...spoken("about", resultText(one))];
    default:
      return one satisfies never;
  }
};

const tellPart = (one: z.output<typeof part>): Spoken[] => {
  switch (one.type) {
    case "text":
      return spoken("says", one.text);
    case "tool_use":
      return spoken("calls", callText(one.name, one.input));
    case "tool_result":
      return spoken("answer", answerText(one.content));
    case "other":
      return [];
    default:
      return one satisfies never;
  }
};

type Result = Extract<z.output<typeof event>, { type: "result" }>;

/** An answer in the form that it was asked for; its last message was said already. */
const answerOf = ({ structured_output }: Result): string | undefined =>
  structured_output === undefined ? undefined : JSON.stringify(structured_output, null, 2);

const resultText = ({ is_error, subtype, result, num_turns, total_cost_usd }: Result): string =>
  [
    is_error ? `failed: ${result || subtype}` : "done",
    ...(num_turns === undefined ? [] : [count(num_turns, "turn")]),
    ...(total_cost_usd === undefined ? [] : [`$${total_cost_usd.toFixed(2)}`]),
  ].join(", ");
