import { z } from "zod";

/** What the proxy is told when it is started, as its only argument. */
export const proxyTaskSchema = z.strictObject({
  hosts: z.array(z.string()),
  refused: z.array(z.string()),
});

export type ProxyTask = z.output<typeof proxyTaskSchema>;

/** One request to the proxy; `id` names a run, and is known to nobody else. */
export const requestSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("enter"),
    id: z.string(),
    command: z.string(),
    writable: z.array(z.string()),
    readOnly: z.array(z.string()),
    hidden: z.array(z.string()),
    readable: z.array(z.string()),
  }),
  z.strictObject({ type: z.literal("leave"), id: z.string() }),
]);

export type Request = z.output<typeof requestSchema>;

export const replySchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({ type: z.literal("failed"), reason: z.string() }),
  /** The shell command that runs the program in the sandbox, or why there is none. */
  z.strictObject({ type: z.literal("entered"), id: z.string(), command: z.string() }),
  z.strictObject({ type: z.literal("refused"), id: z.string(), reason: z.string() }),
  /** What the program was denied, each in words. */
  z.strictObject({ type: z.literal("left"), id: z.string(), denied: z.array(z.string()) }),
]);

export type ProxyReply = z.output<typeof replySchema>;
