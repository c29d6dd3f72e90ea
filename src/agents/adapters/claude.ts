import { readFileSync } from "node:fs";
import type { Adapter, Session } from "./adapter.ts";
import { readClaude } from "./claude-events.ts";

const api = ["api.anthropic.com"];

/** Claude Code: `claude -p --output-format stream-json` (its command line reference; read from 2.1.197). */
export const claude: Adapter = {
  name: "claude",
  title: "Claude Code",
  executable: "claude",
  install: "npm install -g @anthropic-ai/claude-code@latest",
  versions: { tooOld: "1.0.60", seen: "2.1.197" },
  keys: { ANTHROPIC_API_KEY: api, CLAUDE_CODE_OAUTH_TOKEN: api, ANTHROPIC_AUTH_TOKEN: api },
  logins: { ".claude/.credentials.json": [...api, "platform.claude.com"] },
  env: [],
  urls: ["ANTHROPIC_BASE_URL"],
  config: [".claude/settings.json"],
  reviews: true,
  refusesRoot: true,
  sessions: [".claude/projects"],
  launch: ({ role, model, directory, contained, executes, ownSettings, usdLeft, session }) => ({
    args: [
      ...["-p", "--output-format", "stream-json", "--verbose"],
      // MCP servers of the person's own would act in their name, outside the worktree.
      "--strict-mcp-config",
      ...conversation(session),
      ...(executes ? ["--dangerously-skip-permissions"] : readingOnly),
      ...(model === undefined ? [] : ["--model", model]),
      ...(ownSettings ? [] : ["--setting-sources", "user"]),
      ...(usdLeft === null ? [] : ["--max-budget-usd", Math.max(usdLeft, leastUsd).toFixed(6)]),
      ...(role === "reviewer" ? ["--json-schema", readFileSync(directory.schema, "utf8")] : []),
    ],
    env: { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", ...(contained ? { IS_SANDBOX: "1" } : {}) },
    stdin: true,
  }),
  reader: readClaude,
};

/** Nothing at all it takes for a mistake. */
const leastUsd = 0.000001;

const conversation = (session: Session | null): string[] => {
  if (session === null) return ["--no-session-persistence"];
  return [session.resumes ? "--resume" : "--session-id", session.id];
};

const readingOnly = [
  ...["--tools", "Read,Glob,Grep", "--allowedTools", "Read,Glob,Grep,StructuredOutput"],
  ...["--permission-mode", "dontAsk"],
  // A person's own may run the tests of whatever project they stand in.
  ...["--settings", JSON.stringify({ disableAllHooks: true })],
];
