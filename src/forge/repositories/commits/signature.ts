import { z } from "zod";
import type { Signature } from "../../git/commit.ts";

/** Who and when, as clients give it; the time is now when not given. */
export const person = z.object({
  name: z.string().min(1),
  email: z.string().min(1),
  date: z.iso.datetime({ offset: true }).optional(),
});

/** A person at a time, `now` when they named none. */
export const signatureOf = (
  { name, email, date }: { name: string; email: string; date?: string | undefined },
  now: string,
): Signature => ({ name, email, date: date ?? now });
