import { z } from "zod";
import { isWithheld } from "./withheld.ts";

/** The programs that Milepost can drive; `command` is any program. */
export const programNames = ["claude", "codex", "gemini", "copilot", "opencode", "aider", "command"] as const;

/** Those of them that can judge, too: the last message of the others is no answer by itself. */
export const reviewerNames = ["claude", "codex", "gemini", "copilot", "opencode", "command"] as const;

/** A host that a program may reach. */
export const hostSchema = z
  .string()
  .regex(
    /^(?:localhost|(?:\*\.)?(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z0-9-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/,
    "a host alone, such as `api.example.com`, `*.example.com` or `example.com:8443`",
  );

const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a variable's name alone, such as `NPM_CONFIG_REGISTRY`")
  .refine(
    (name) => !isWithheld(name),
    "one that opens no forge and signs nothing: Milepost does both itself",
  );

/** A program as a plan names it. */
export const programSchema = z.strictObject({
  use: z.enum(programNames).describe("Which program; `command` runs the one in `command`."),
  command: z.array(z.string().min(1)).min(1).optional().describe("The program and its arguments."),
  model: z.string().min(1).optional().describe("The model, in the program's own words."),
  network: z.array(hostSchema).default([]).describe("Hosts that it may reach."),
  env: z.array(variable).default([]).describe("Environment variables that it may see, by name."),
  session: z
    .enum(["keep", "fresh"])
    .optional()
    .describe(
      "Whether fixes and later rounds go on in the conversation of the run before, where the program can (docs/agents.md); keep when not given.",
    ),
  account: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, "letters, digits, `.`, `_`, `@` and `-`, at most 64")
    .optional()
    .describe(
      "A name for the account that it uses, where programs of one kind use several: a usage limit holds one account.",
    ),
});

/** What a reviewer, too, is told of. */
export const reviewerSchema = programSchema.omit({ session: true }).extend({
  use: z.enum(reviewerNames).describe("Which program; `command` runs the one in `command`."),
  settings: z
    .enum(["none", "base"])
    .optional()
    .describe(
      "Settings, hooks, servers and memory files of the repository that it reads: none, which is the default, or those of the base. Never those of the change.",
    ),
});
export type Program = z.output<typeof programSchema> & {
  readonly settings?: z.output<typeof reviewerSchema>["settings"];
};

/** Programs that one list holds. */
export const maxPrograms = 5;

/** One program, or several: the next takes over while the account of the one before it is held. */
export const oneOrMore = <T extends z.ZodType>(schema: T) =>
  z.union([schema, z.array(schema).min(1).max(maxPrograms)]);
