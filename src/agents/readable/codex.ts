import { z } from "zod";
import { readEvents } from "./events.ts";
import { callText, type Readable, type Spoken, spoken } from "./spoken.ts";

/** Codex's `exec --json`. */
export const codex = (): Readable => readEvents(event, tell);

const item = z.discriminatedUnion("type", [
  z.object({ type: z.literal("agent_message"), text: z.string() }),
  z.object({
    type: z.literal("command_execution"),
    command: z.string(),
    aggregated_output: z.string().default(""),
    exit_code: z.number().nullable().default(null),
  }),
  z.object({
    type: z.literal("file_change"),
    changes: z.array(z.object({ path: z.string(), kind: z.string().default("change") })),
  }),
  z.object({ type: z.literal("mcp_tool_call"), server: z.string(), tool: z.string() }),
  z.object({ type: z.literal("web_search"), query: z.string() }),
  z.object({ type: z.literal("error"), message: z.string() }),
]);

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("item.completed"), item }),
  z.object({ type: z.literal("error"), message: z.string() }),
  z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) }),
]);

const tell = (one: z.output<typeof event>): readonly Spoken[] => {
  switch (one.type) {
    case "item.completed":
      return tellItem(one.item);
    case "error":
      return spoken("about", one.message);
    case "turn.failed":
      return spoken("about", `failed: ${one.error.message}`);
    default:
      return one satisfies never;
  }
};

const tellItem = (one: z.output<typeof item>): Spoken[] => {
  switch (one.type) {
    case "agent_message":
      return spoken("says", one.text);
    case "command_execution": {
      const failed = one.exit_code === null || one.exit_code === 0 ? "" : `exit code ${one.exit_code}`;
      const answer = [one.aggregated_output.trimEnd(), failed].filter((text) => text !== "").join("\n");
      return [...spoken("calls", callText("shell", one.command)), ...spoken("answer", answer)];
    }
    case "file_change":
      return spoken("calls", `edit ${one.changes.map(({ path, kind }) => `${path} (${kind})`).join(", ")}`);
    case "mcp_tool_call":
      return spoken("calls", `${one.server}.${one.tool}`);
    case "web_search":
      return spoken("calls", `search ${one.query}`);
    case "error":
      return spoken("about", one.message);
    default:
      return one satisfies never;
  }
};
