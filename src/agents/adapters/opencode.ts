import { z } from "zod";
import { addUsage, type Usage } from "../../core/cost/usage.ts";
import type { Adapter } from "./adapter.ts";
import { eachEvent } from "./events.ts";
import { providers } from "./providers.ts";

/** opencode: `opencode run --format json` (its command line reference; read from 1.18.33). */
export const opencode: Adapter = {
  name: "opencode",
  title: "opencode",
  executable: "opencode",
  install: "npm install -g opencode-ai",
  keys: { ...providers, OPENCODE_API_KEY: ["opencode.ai"], OPENCODE_CONFIG_CONTENT: [], OPENCODE_CONFIG: [] },
  logins: {
    ".local/share/opencode/auth.json": ["opencode.ai"],
    ".config/opencode/opencode.json": [],
    ".config/opencode/opencode.jsonc": [],
  },
  env: [],
  urls: ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"],
  config: [".config/opencode"],
  reviews: true,
  launch: ({ model, executes, ownSettings }) => ({
    args: ["run", "--format", "json", "--auto", ...(model === undefined ? [] : ["--model", model])],
    env: {
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_SHARE: "1",
      OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      ...(ownSettings ? {} : withoutProject),
      ...(executes ? {} : { OPENCODE_PERMISSION: JSON.stringify(readingOnly) }),
    },
    stdin: true,
  }),
  reader: () => {
    const reading = { said: "", usage: null as Usage | null, problem: "" };
    return {
      line: eachEvent(event, (one) => {
        switch (one.type) {
          case "step_start":
            reading.said = "";
            break;
          case "text":
            reading.said += one.part.text;
            break;
          case "step_finish":
            reading.usage = addUsage(reading.usage, usageOf(one.part));
            break;
          case "error":
            reading.problem = one.error.data.message || one.error.name;
            break;
          default:
            one satisfies never;
        }
      }),
      end: () => reading,
    };
  },
};

const readingOnly = {
  "*": "deny",
  read: "allow",
  grep: "allow",
  glob: "allow",
  list: "allow",
  external_directory: "allow",
};

/** Settings, plugins, servers, skills and memory of the checkout are out. */
const withoutProject = {
  OPENCODE_DISABLE_PROJECT_CONFIG: "1",
  OPENCODE_DISABLE_CLAUDE_CODE: "1",
  OPENCODE_DISABLE_EXTERNAL_SKILLS: "1",
};

const count = z.int().min(0).catch(0);
const finish = z.object({
  cost: z.number().min(0).nullable().catch(null),
  tokens: z.object({
    input: count,
    output: count,
    reasoning: count,
    cache: z.object({ read: count, write: count }).catch({ read: 0, write: 0 }),
  }),
});

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("step_start") }),
  z.object({ type: z.literal("text"), part: z.object({ text: z.string() }) }),
  z.object({ type: z.literal("step_finish"), part: finish }),
  z.object({
    type: z.literal("error"),
    error: z.object({
      name: z.string().default("it ended with an error"),
      data: z.object({ message: z.string() }).catch({ message: "" }),
    }),
  }),
]);

const usageOf = ({ tokens, cost }: z.output<typeof finish>): Usage => ({
  inputTokens: tokens.input + tokens.cache.read + tokens.cache.write,
  outputTokens: tokens.output + tokens.reasoning,
  usd: cost,
});
