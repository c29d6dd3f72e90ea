import { needsOf } from "../../src/agents/needs.ts";

const none = { network: [], env: [] };

test.each<[string, Parameters<typeof needsOf>, readonly string[], readonly string[]]>([
  [
    "a key brings its hosts and no login",
    [{ use: "claude", ...none }, { ANTHROPIC_API_KEY: "k" }],
    ["api.anthropic.com"],
    [".claude/settings.json"],
  ],
  [
    "without a key its login and what that opens are needed",
    [{ use: "codex", ...none }, {}],
    ["api.openai.com", "chatgpt.com", "auth.openai.com"],
    [".codex/config.toml", ".codex/auth.json"],
  ],
  [
    "another server is reached at its port",
    [
      { use: "claude", ...none },
      { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "http://127.0.0.1:8080/v1" },
    ],
    ["api.anthropic.com", "127.0.0.1:8080"],
    [".claude/settings.json"],
  ],
  [
    "what the plan names is needed besides",
    [{ use: "command", network: ["example.com"], env: [] }, { ANTHROPIC_API_KEY: "k" }],
    ["example.com"],
    [],
  ],
])("%s", (_, [program, machine], hosts, config) => {
  expect(needsOf(program, machine)).toEqual({ hosts, config });
});
