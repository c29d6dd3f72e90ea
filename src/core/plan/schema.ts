import { z } from "zod";
import { planPricesSchema } from "../cost/prices.ts";
import { mergeMethods } from "../merge-method.ts";
import { plainText } from "../plain-text.ts";
import { maxRules } from "../verdict/rules.ts";
import { limitsSchema } from "./limits.ts";
import { maxBodies, maxCommands, maxGlobs, maxNeeds, maxText } from "./maxima.ts";
import { maxNotify, notifySchema } from "./notify.ts";
import { orderPattern } from "./order.ts";
import { ownAuthor } from "./own-author.ts";
import { oneOrMore, programSchema, reviewerSchema } from "./program.ts";

/** The id of a plan, a body, a todo, or a kind of follow-up. */
export const idSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    "lower-case letters, digits and inner hyphens, at most 64",
  );
const id = idSchema;
const glob = z.string().min(1).max(1024);
const shell = z.string().min(1).max(4096);
const prose = z.string().overwrite(plainText);
const title = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "one line without control characters")
  .overwrite(plainText);

/** A line of an OpenSSH public key, or an armoured GPG public key: never a path, so that no change brings its own. */
const publicKey = z
  .string()
  .trim()
  .max(50_000)
  .regex(
    /^\s*(?:(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: .*)?|-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*-----END PGP PUBLIC KEY BLOCK-----)\s*$/,
    "an OpenSSH public key in one line, or an armoured GPG public key",
  );

/** An order key, such as `01a`. */
export const orderSchema = z
  .string()
  .regex(new RegExp(`^${orderPattern}$`), "at least two digits and a letter, such as `01a`");

/** The name of a worktree's folder. */
export const worktreeSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    "a folder's name: letters, digits, `.`, `_` and `-`, at most 100",
  );

const todo = z.strictObject({
  todo: id.describe("The todo's id, unique in the plan; the end of its branch name."),
  order: orderSchema.optional().describe("Submission order, such as 01a; computed when not given."),
  phase: z.int().min(0).max(1000).optional().describe("Starts only when all lower phases are done."),
  title: title.describe("The issue's and the pull request's title."),
  text: prose.max(maxText).default("").describe("What to do, in Markdown."),
  needs: z
    .array(id)
    .max(maxNeeds)
    .default([])
    .describe("Todos that must be done first; it starts from their work."),
  issue: z
    .int()
    .min(1)
    .max(2_147_483_647)
    .optional()
    .describe(
      "The number of an issue that exists: it is adopted instead of made, and keeps the words of its author (docs/github.md).",
    ),
  stack: z
    .boolean()
    .default(true)
    .describe(
      "Whether its branch starts from the todo before it in its body; false where it has nothing to do with that one's changes.",
    ),
});

const body = z.strictObject({
  body: id.describe("The work body's id, unique in the plan."),
  title: title.optional().describe("What people call the body; its id when not given."),
  worktree: worktreeSchema.optional().describe("The worktree's folder; the body's id when not given."),
  owns: z
    .array(glob)
    .min(1)
    .max(maxGlobs)
    .optional()
    .describe("What its agent may touch; without it, anything unprotected."),
  after: z.array(id).default([]).describe("Bodies that must be done first."),
  accepts: z.array(id).default([]).describe("Kinds of follow-up that other bodies' reviews send here."),
  agent: oneOrMore(programSchema).optional().describe("This body's agent instead of the plan's."),
  todos: z.array(todo).default([]).describe("Its todos, in the order in which they are worked."),
});

/** The pattern of branch names when the plan gives none. */
export const defaultBranches = "{plan}/{order}-{slug}";

/** The plan file, as a person writes it; docs/plans.md is made from it. */
const reportPath = z.string().min(1).max(1024);

export const planFileSchema = z.strictObject({
  version: z.literal(1).describe("The version of this format: 1."),
  plan: id.describe("The plan's id, unique in the repository."),
  title: title.describe("The milestone's title."),
  base: z.string().min(1).default("main").describe("The branch that everything ends in."),
  branches: z.string().min(1).default(defaultBranches).describe("Branch names; {slug} is the todo's id."),
  parallel: z.int().min(1).max(256).default(4).describe("Agents at once."),
  merge: z
    .enum(["manual", "auto"])
    .default("manual")
    .describe("manual: approved pull requests are left open, in order; auto: they are merged in order."),
  mergeMethod: z
    .enum(mergeMethods)
    .optional()
    .describe(
      "How `merge: auto` merges; when not given, the first of merge, squash and rebase that the repository allows. Where the replay of `rebase` is not possible, squash; where that is not allowed either, the branch becomes one commit first.",
    ),
  oversized: z
    .enum(["ask", "split"])
    .default("ask")
    .describe(
      "What becomes of a change over `limits.lines` or `limits.files`: ask: its agent is asked to make it smaller; split: it is cut into parts that each pass `verify`, each a pull request on the one before it (docs/splitting.md).",
    ),
  artifactDays: z
    .int()
    .min(1)
    .max(90)
    .default(7)
    .describe(
      "Days that GitHub keeps what the jobs of a lane leave for each other: the change, its report, transcripts. In a public repository anybody who is signed in can download them.",
    ),
  transcripts: z
    .boolean()
    .default(true)
    .describe("Whether jobs also leave what their programs printed; a laptop keeps that in any case."),
  prove: z
    .enum(["end", "each"])
    .default("end")
    .describe(
      "What must pass before approved work lands: end: all of it together, and where that fails as much as it takes to name what breaks it; each: every todo with those before it.",
    ),
  ci: z
    .strictObject({
      wait: z
        .enum(["required", "all", "none"])
        .default("required")
        .describe(
          "required: the checks that the base requires, and all that report where it requires none; all: all that report; none: nobody waits.",
        ),
      minutes: z
        .number()
        .positive()
        .max(10_080)
        .default(60)
        .describe("Minutes that a check may be pending before a person is told."),
    })
    .prefault({})
    .describe(
      "What of the repository's own CI must have passed at a head before it is merged, and before the milestone closes.",
    ),
  limits: limitsSchema.describe("What a change, a run and the plan as a whole may cost."),
  prices: planPricesSchema.describe(
    "What models cost, where Milepost's own table lacks or mistakes it (docs/agents.md, Costs).",
  ),
  author: z
    .strictObject({
      name: z
        .string()
        .regex(
          /^[^<>\p{Cc}]*[\p{L}\p{N}][^<>\p{Cc}]*$/u,
          "a name as git takes it: one line without `<` and `>`",
        ),
      email: z.email(),
    })
    .default(ownAuthor)
    .describe(
      "Author of the commits, and who signs them off. Where the default is left, the App whose key a workflow is given takes its place, by its address that takes no mail; not with `signing` or `signers`.",
    ),
  signing: z.enum(["none", "gpg", "ssh"]).default("none").describe("How commits are signed."),
  signers: z
    .array(publicKey)
    .max(100)
    .default([])
    .describe(
      "Public keys that may sign commits, besides the one that Milepost signs by: lines such as `ssh-ed25519 AAAA…`, or armoured GPG keys. With `signing: none` people's commits must be signed by one of them, and Milepost's own need not be.",
    ),
  sandbox: z
    .enum(["required", "auto", "off"])
    .optional()
    .describe(
      "Whether programs run in a sandbox (docs/sandbox.md); required: nothing starts without one, as on GitHub Actions unless said; auto: where the machine has one, as on a laptop unless said.",
    ),
  agent: oneOrMore(programSchema)
    .optional()
    .describe(
      "The program that writes the changes; of a list, the next one works while the account of the one before it is held.",
    ),
  reviewer: oneOrMore(reviewerSchema)
    .optional()
    .describe("The program that judges them, or a list as for `agent`."),
  escalate: z
    .boolean()
    .default(false)
    .describe("Whether the last attempt of a round goes to the next agent of the list."),
  setup: z
    .array(shell)
    .default([])
    .describe(
      "Shell commands that make what git does not carry, such as installed packages: run in every fresh worktree, and before `verify` when what a new checkout would get is no longer there. What is built of the change itself belongs into `verify`.",
    ),
  verify: z
    .array(shell)
    .max(maxCommands)
    .default([])
    .describe(
      "Shell commands that must succeed on every change, run on what git carries and `setup` made, and nothing else.",
    ),
  checkBase: z
    .boolean()
    .default(true)
    .describe(
      "Whether `setup` and `verify` must pass on the base before anything is started; false where it is the plan's work to make them pass.",
    ),
  coverage: z
    .strictObject({
      report: z
        .union([reportPath, z.array(reportPath).min(1).max(20)])
        .describe(
          "Path of the report, or of several: LCOV, Cobertura, JaCoCo's XML, a Go cover profile, or Istanbul's coverage-final.json.",
        ),
      code: z
        .array(glob)
        .default([])
        .describe("Files that are production code and measured, whatever they are called."),
    })
    .optional()
    .describe("Where `verify` leaves its coverage report."),
  generated: z.array(glob).default([]).describe("Files that are not counted as hand-written."),
  protected: z.array(glob).default([]).describe("Nobody's, unless a body owns it by name."),
  rules: z
    .array(prose.trim().min(1).max(1000))
    .max(maxRules)
    .default([])
    .describe("Sentences given to agents; the reviewer confirms each by name."),
  notify: z
    .array(notifySchema)
    .max(maxNotify)
    .default([])
    .describe(
      "Who is told when a person is needed, an account is held, the budget is reached, or the plan is done or stuck (docs/notices.md).",
    ),
  prompts: z
    .strictObject({ implement: z.string(), fix: z.string(), review: z.string() })
    .partial()
    .default({})
    .describe("Templates of your own instead of ours."),
  bodies: z
    .array(body)
    .min(1)
    .max(maxBodies)
    .describe("The work bodies, each worked by one agent at a time."),
});

export type PlanFile = z.output<typeof planFileSchema>;
