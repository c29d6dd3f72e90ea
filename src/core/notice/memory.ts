import { z } from "zod";
import { openObject } from "../open-object.ts";

/* What the forge remembers of notices, in the plan's record: so much that each is delivered once. */

const key = z.string().min(1).max(20);

/** A delivery that was begun, and of which nobody knows yet that it arrived. */
const begunSchema = openObject({
  key,
  /** When it was begun first, ISO 8601. */
  at: z.iso.datetime(),
  /** How often it was begun, and how often it was found that it did not arrive: one less while it is under way. */
  begun: z.int().min(1),
  failed: z.int().min(0),
});
export type Begun = z.output<typeof begunSchema>;

/** Deliveries that are remembered as begun, and as ended. */
export const maxBegun = 40;
export const maxEnded = 240;

export const noticeMemorySchema = openObject({
  begun: z.array(begunSchema).max(maxBegun),
  /** Keys of deliveries that arrived or were given up, the latest last. */
  ended: z.array(key).max(maxEnded),
});
export type NoticeMemory = z.output<typeof noticeMemorySchema>;

export const nothingNoticed: NoticeMemory = { begun: [], ended: [] };
