import type { z } from "zod";
import type { Readable, Spoken } from "./spoken.ts";

/** Reads JSON, one event a line: events of other kinds are passed over, and lines that are no JSON stand as they are. */
export const readEvents = <Event>(
  schema: z.ZodType<Event>,
  tell: (event: Event) => readonly Spoken[],
  end: () => readonly Spoken[] = () => [],
): Readable => ({
  line: (text) => {
    if (!text.startsWith("{")) return [{ kind: "other", text }];
    const json = parsed(text);
    if (json === undefined) return [{ kind: "other", text }];
    const event = schema.safeParse(json);
    return event.success ? tell(event.data) : [];
  },
  end,
});

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
