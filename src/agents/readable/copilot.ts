import { z } from "zod";
import { readEvents } from "./events.ts";
import { callText, type Readable, type Spoken, spoken } from "./spoken.ts";

/** GitHub Copilot CLI's `--output-format json`. */
export const copilot = (): Readable => readEvents(event, tell);

const event = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("assistant.message"),
    data: z.object({
      content: z.string().default(""),
      toolRequests: z.array(z.object({ name: z.string(), arguments: z.unknown().optional() })).default([]),
    }),
  }),
  z.object({
    type: z.literal("tool.execution_complete"),
    data: z.object({ result: z.object({ content: z.string() }).optional().catch(undefined) }),
  }),
  z.object({ type: z.literal("session.error"), data: z.object({ message: z.string() }) }),
]);

const tell = (one: z.output<typeof event>): readonly Spoken[] => {
  switch (one.type) {
    case "assistant.message":
      return [
        ...spoken("says", one.data.content),
        ...one.data.toolRequests.flatMap((each) => spoken("calls", callText(each.name, each.arguments))),
      ];
    case "tool.execution_complete":
      return spoken("answer", one.data.result?.content);
    case "session.error":
      return spoken("about", `failed: ${one.data.message}`);
    default:
      return one satisfies never;
  }
};
