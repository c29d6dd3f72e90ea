import { z } from "zod";

const hash = z.string().min(1).max(200);
const login = z.string().min(1).max(100);

/** Who was let in to pages, and who may still come: hashes alone, by which nobody gets in. */
const keptSessionsSchema = z.strictObject({
  invited: z.array(z.tuple([hash, z.strictObject({ login, until: z.number() })])),
  signedIn: z.array(z.tuple([hash, login])),
});
export type KeptSessions = z.output<typeof keptSessionsSchema>;

/** What pages are known by: with it another process goes on with them, under the same address. */
export const keptPagesSchema = z.strictObject({
  /** Their own name, without a port. */
  name: z.string().regex(/^[0-9a-f]{20}\.localhost$/),
  port: z.int().min(1).max(65_535),
  sessions: keptSessionsSchema,
});
export type KeptPages = z.output<typeof keptPagesSchema>;
