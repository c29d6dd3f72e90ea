import { z } from "zod";
import { isWithheld } from "./withheld.ts";

/** Ways of telling people that a plan may have. */
export const maxNotify = 10;

/** The shapes that a webhook takes. */
const webhookFormats = ["json", "slack", "discord"] as const;

const urlVariable = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    "the name of the variable that has the URL, such as `MILEPOST_WEBHOOK`: the URL is a secret, and a plan is no place for one",
  )
  .refine((name) => !isWithheld(name), "the name of a variable that has a URL, not a token or a key");

const login = z
  .string()
  .regex(/^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$/, "a person's login alone, such as `octocat`");

/** One way of telling people, as a person writes it; checks/notify.ts says what goes together. */
export const notifySchema = z.strictObject({
  webhook: urlVariable
    .optional()
    .describe("Name of the environment variable with the URL that notices are posted to, never the URL."),
  format: z
    .enum(webhookFormats)
    .optional()
    .describe("The shape of what is posted: json, which is the default, or what Slack or Discord take."),
  desktop: z
    .literal(true)
    .optional()
    .describe("A notification on the desktop of the machine that runs the plan, where there is one."),
  command: z
    .array(z.string().min(1))
    .min(1)
    .max(100)
    .optional()
    .describe(
      "A program of yours and its arguments: it gets the notice as JSON, and runs outside of the sandbox. Not on GitHub Actions.",
    ),
  assign: z
    .array(login)
    .min(1)
    .max(10)
    .optional()
    .describe("People who are assigned to the issue that waits, and mentioned there."),
});
type Notify = z.output<typeof notifySchema>;

/** Where a notice goes. */
export type Sink =
  | {
      readonly kind: "webhook";
      readonly variable: string;
      readonly format: (typeof webhookFormats)[number];
    }
  | { readonly kind: "desktop" }
  | { readonly kind: "command"; readonly command: readonly string[] }
  | { readonly kind: "assign"; readonly people: readonly string[] };

/** The ways of which an entry must have one. */
export const ways = ["webhook", "desktop", "command", "assign"] as const;

/** Where an entry of a right plan leads. */
export const sinkOf = ({ webhook, format = "json", command, assign }: Notify): Sink => {
  if (webhook !== undefined) return { kind: "webhook", variable: webhook, format };
  if (command !== undefined) return { kind: "command", command };
  return assign === undefined ? { kind: "desktop" } : { kind: "assign", people: assign };
};

/** What a sink is called in messages. */
export const sinkName = (sink: Sink): string => {
  switch (sink.kind) {
    case "webhook":
      return `the webhook ${sink.variable}`;
    case "desktop":
      return "the desktop";
    case "command":
      return `the command ${sink.command[0] ?? ""}`;
    case "assign":
      return sink.people.join(", ");
    default:
      return sink satisfies never;
  }
};
