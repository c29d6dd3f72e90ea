import type { z } from "zod";

/** Reads JSON, one value a line; lines and values of other kinds are not ours to judge and are passed over. */
export const eachEvent =
  <Event>(schema: z.ZodType<Event>, onEvent: (event: Event) => void) =>
  (line: string): void => {
    if (!line.startsWith("{")) return;
    const event = schema.safeParse(parsed(line));
    if (event.success) onEvent(event.data);
  };

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
