import { getInput } from "@actions/core";
import { z } from "zod";
import { MilepostError } from "../core/error.ts";
import { entrySchema, laneEntrySchema } from "../core/lane/handoff.ts";

/** What an action may be given: a schema by input name. */
export type InputShape = Readonly<Record<string, z.ZodType>>;
export type Inputs<Shape extends InputShape> = z.output<z.ZodObject<Shape>>;

const text = z.string().trim().min(1);

/** The plan: its id, or the path of its file in the checkout. */
export const plan = text;
export const optionalPlan = text.optional();
const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "not JSON" });
    return z.NEVER;
  }
});
/** The entry of a lane that works on a todo. */
export const entry = json.pipe(entrySchema);
/** The entry of any lane. */
export const laneEntry = json.pipe(laneEntrySchema);
export const yesOrNo = z
  .enum(["true", "false"], "wants true or false")
  .default("false")
  .transform((word) => word === "true");
export const count = (most: number) => {
  const wanted = `wants a whole number from 1 to ${most}`;
  return z.coerce
    .number(wanted)
    .refine((given) => Number.isInteger(given) && given >= 1 && given <= most, wanted)
    .optional();
};
/** Minutes in which a job's programs must have ended: the job goes on to hand over what they left. */
export const minutes = z.coerce
  .number("wants a number of minutes")
  .positive("wants a number of minutes over 0")
  .default(330);
const optionalText = text.optional();
/** How a job before this one ended, as `needs.<job>.result` says; nothing when it is not told. */
export const jobResult = z.enum(["success", "failure", "cancelled", "skipped"]).optional();

/** The token that reads, or writes, as the action's README says. */
export const token = text;

/** An identity besides the job's own token: an App, or a token. */
export const botIdentity = {
  token,
  "app-id": optionalText,
  "private-key": z.string().min(1).optional(),
} as const;

export const reviewerIdentity = {
  "reviewer-token": optionalText,
  "reviewer-app-id": optionalText,
  "reviewer-private-key": z.string().min(1).optional(),
} as const;

/** Names of inputs whose values no log may show. */
export const isSecret = (name: string): boolean => /(^|-)(token|key)$/.test(name);

/**
 * Reads an action's inputs as the runner gives them; an empty one was not given.
 *
 * @throws {MilepostError} that names everything that is wrong with them.
 */
export const readInputs = <Shape extends InputShape>(shape: Shape): Inputs<Shape> => {
  const given = Object.fromEntries(
    Object.keys(shape).flatMap((name) => {
      const value = getInput(name);
      return value === "" ? [] : [[name, value]];
    }),
  );
  const read = z.object(shape).safeParse(given);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path: [name, ...rest], message }) => {
    const missing = !Object.hasOwn(given, String(name));
    const where = rest.length > 0 ? ` (at ${rest.join(".")})` : "";
    return `\`${String(name)}\` ${missing ? "is required" : `${message}${where}`}`;
  });
  throw new MilepostError(`inputs are not right: ${problems.join("; ")}`, {
    hint: "see `with:` of this step, and the inputs in the action's README",
  });
};
