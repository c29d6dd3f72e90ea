import { z } from "zod";
import { cut } from "../key.ts";

/*
 * Why a program ended that did not do its work, where that is not its agent's fault: codes, read from the program's own
 * fields, words and exit, never from what its tools or its model said.
 */

/** When it is over, as the program says; `null` when it does not. */
const until = z.iso.datetime().nullable();
/** The program's own words, for people. */
const said = z.string().max(1000);

export const programTroubleSchema = z.discriminatedUnion("kind", [
  /** The account's usage limit is reached. */
  z.strictObject({ kind: z.literal("limited"), until, said }),
  /** The model's server has too much to do just now. */
  z.strictObject({ kind: z.literal("overloaded"), until, said }),
  /** The model's server could not be reached. */
  z.strictObject({ kind: z.literal("offline"), said }),
  /** The model's answer broke off. */
  z.strictObject({ kind: z.literal("cut-stream"), said }),
  /** The model answered nothing. */
  z.strictObject({ kind: z.literal("no-answer"), said }),
  /** The account is paid up to nothing. */
  z.strictObject({ kind: z.literal("no-credit"), said }),
  /** The account's key or login is not taken. */
  z.strictObject({ kind: z.literal("wrong-key"), said }),
  /** The conversation is longer than the model reads. */
  z.strictObject({ kind: z.literal("too-long"), said }),
  /** The model declines the work. */
  z.strictObject({ kind: z.literal("declined"), said }),
  /** It asked its model again and again, and got nowhere. */
  z.strictObject({ kind: z.literal("endless"), said }),
]);
export type ProgramTrouble = z.output<typeof programTroubleSchema>;

/** A trouble with the words cut to what is kept of them. */
export const troubleOf = <T extends ProgramTrouble>(trouble: T): T => ({
  ...trouble,
  said: cut(trouble.said.trim(), 1000),
});
