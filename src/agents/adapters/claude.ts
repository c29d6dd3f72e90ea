import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Usage } from "../../core/cost/usage.ts";
import type { Adapter, OutputReading } from "./adapter.ts";
import { eachEvent } from "./events.ts";

const api = ["api.anthropic.com"];

/** Claude Code: `claude -p --output-format stream-json` (its command line reference; read from 2.1.197). */
export const claude: Adapter = {
  name: "claude",
  title: "Claude Code",
  executable: "claude",
  install: "npm install -g @anthropic-ai/claude-code",
  keys: { ANTHROPIC_API_KEY: api, CLAUDE_CODE_OAUTH_TOKEN: api, ANTHROPIC_AUTH_TOKEN: api },
  logins: { ".claude/.credentials.json": [...api, "platform.claude.com"] },
  env: [],
  urls: ["ANTHROPIC_BASE_URL"],
  config: [".claude/settings.json"],
  reviews: true,
  refusesRoot: true,
  launch: ({ role, model, directory, contained, executes, ownSettings }) => ({
    args: [
      ...["-p", "--output-format", "stream-json", "--verbose"],
      // MCP servers of the person's own would act in their name, outside the worktree.
      ...["--no-session-persistence", "--strict-mcp-config"],
      ...(executes ? ["--dangerously-skip-permissions"] : readingOnly),
      ...(model === undefined ? [] : ["--model", model]),
      ...(ownSettings ? [] : ["--setting-sources", "user"]),
      ...(role === "reviewer" ? ["--json-schema", readFileSync(directory.schema, "utf8")] : []),
    ],
    env: { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", ...(contained ? { IS_SANDBOX: "1" } : {}) },
    stdin: true,
  }),
  reader: () => {
    let reading: OutputReading = { said: "", usage: null, problem: "" };
    return {
      line: eachEvent(result, (event) => {
        const { is_error, subtype, result, structured_output } = event;
        const answer = structured_output === undefined ? result : JSON.stringify(structured_output);
        reading = {
          said: is_error ? "" : answer,
          usage: usageOf(event),
          problem: is_error ? result || subtype : "",
        };
      }),
      end: () => reading,
    };
  },
};

const readingOnly = [
  ...["--tools", "Read,Glob,Grep", "--allowedTools", "Read,Glob,Grep,StructuredOutput"],
  ...["--permission-mode", "dontAsk"],
  // A person's own may run the tests of whatever project they stand in.
  ...["--settings", JSON.stringify({ disableAllHooks: true })],
];

const count = z.int().min(0).catch(0);

const result = z.object({
  type: z.literal("result"),
  subtype: z.string(),
  is_error: z.boolean(),
  result: z.string().default(""),
  structured_output: z.unknown().optional(),
  total_cost_usd: z.number().min(0).nullable().catch(null),
  /** By model: a run uses small ones beside its own. */
  modelUsage: z
    .record(
      z.string(),
      z.object({
        inputTokens: count,
        cacheReadInputTokens: count,
        cacheCreationInputTokens: count,
        outputTokens: count,
      }),
    )
    .catch({}),
});

const usageOf = ({ modelUsage, total_cost_usd }: z.output<typeof result>): Usage => {
  const models = Object.values(modelUsage);
  const sum = (of: (model: (typeof models)[number]) => number) =>
    models.reduce((total, model) => total + of(model), 0);
  return {
    inputTokens: sum((one) => one.inputTokens + one.cacheReadInputTokens + one.cacheCreationInputTokens),
    outputTokens: sum((one) => one.outputTokens),
    usd: total_cost_usd,
  };
};
