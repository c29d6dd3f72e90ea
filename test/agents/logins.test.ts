import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { adapters } from "../../src/agents/adapters/list.ts";
import { checkKey } from "../../src/agents/keys.ts";
import { loginTurn } from "../../src/agents/login-turns.ts";
import { hasEnded, loginsOf } from "../../src/agents/logins.ts";
import { bringBack } from "../../src/agents/renewed-logins.ts";
import { chosenSettings } from "../../src/agents/settings.ts";
import { folder } from "./folder.ts";

const now = new Date("2026-11-30T12:00:00Z");
const hours = (count: number): number => now.getTime() + count * 3_600_000;
const jwt = (exp: number): string =>
  ["e30", Buffer.from(JSON.stringify({ exp })).toString("base64url"), "s".repeat(30)].join(".");

const claude = (ends: number, access = "a".repeat(40)) => ({
  claudeAiOauth: {
    accessToken: access,
    refreshToken: "r".repeat(40),
    expiresAt: ends,
    subscriptionType: "max",
  },
});

const lay = (home: string, path: string, content: unknown): string => {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

const path = ".claude/.credentials.json";

const program = (use: "claude" | "codex" | "gemini") => ({ use, network: [], env: [] });

test.each([
  ["one of Claude Code that renews itself", "claude", ".claude/.credentials.json", claude(hours(-1)), null],
  ["an empty one", "claude", ".claude/.credentials.json", "", /its login holds none/],
  ["one without a key", "claude", ".claude/.credentials.json", {}, /its login holds none/],
  [
    "one that has ended",
    "codex",
    ".codex/auth.json",
    { tokens: { access_token: jwt(hours(-1) / 1000) } },
    /its login ended on 2026-11-30T11/,
  ],
  [
    "one that goes on",
    "codex",
    ".codex/auth.json",
    { tokens: { access_token: jwt(hours(90_000) / 1000) } },
    null,
  ],
  [
    "a key in a file",
    "codex",
    ".codex/auth.json",
    { OPENAI_API_KEY: `sk-${"k".repeat(40)}`, tokens: null },
    null,
  ],
  [
    "one of Gemini that has ended",
    "gemini",
    ".gemini/oauth_creds.json",
    { access_token: "y".repeat(40), expiry_date: hours(-2) },
    /its login ended/,
  ],
] as const)("%s is a login, or no start", async (_, use, file, content, says) => {
  await using at = await folder();
  lay(at.dir, file, content);
  const check = () => checkKey(adapters[use], program(use), { HOME: at.dir });
  if (says === null) expect(check).not.toThrow();
  else expect(check).toThrow(says);
});

test("a login that nothing renews and that ends within a run is none, and it is said when it ends", async () => {
  await using at = await folder();
  const login = { tokens: { access_token: jwt((Date.now() + 1_800_000) / 1000) } };
  lay(at.dir, ".codex/auth.json", login);
  const check = (minutes: number) => () =>
    checkKey(adapters.codex, program("codex"), { HOME: at.dir }, { minutes });
  expect(check(29)).not.toThrow();
  expect(check(31)).toThrow(/its login ends on \S+, within the 31 minutes that it may run/);
});

test("a login that would be renewed while programs run is renewed by one of them, and all have it then", async () => {
  await using at = await folder();
  const own = lay(at.dir, `own/${path}`, claude(Date.now() + 60_000));
  const place = { paths: [path], own: join(at.dir, "own"), minutes: 5 };
  const turnIn = (name: string) => loginTurn({ ...place, copies: join(at.dir, name) });
  const first = await turnIn("first");
  let isSecondIn = false;
  const second = turnIn("second").then((turn) => {
    isSecondIn = true;
    return turn;
  });
  lay(at.dir, `first/${path}`, readFileSync(own, "utf8"));
  expect(isSecondIn).toBe(false);
  const renewed = claude(Date.now() + 3_600_000, "b".repeat(40));
  lay(at.dir, `first/${path}`, renewed);
  const turn = await second;
  expect(readFileSync(own, "utf8")).toBe(JSON.stringify(renewed));
  await Promise.all([first.end(), turn.end()]);
  expect(readdirSync(dirname(own))).toEqual([".credentials.json"]);
});

test("a turn with a login ends with whoever was killed in it", async () => {
  await using at = await folder();
  const own = lay(at.dir, `own/${path}`, claude(Date.now() - 1000));
  writeFileSync(`${own}.milepost-turn`, "99999999");
  const turn = await loginTurn({ paths: [path], own: join(at.dir, "own"), copies: at.dir, minutes: 5 });
  await turn.end();
  expect(readdirSync(dirname(own))).toEqual([".credentials.json"]);
});

test("every token of a login is a secret", async () => {
  await using at = await folder();
  lay(at.dir, ".claude/.credentials.json", claude(hours(1)));
  const [login] = loginsOf(adapters.claude, at.dir);
  expect(login?.secrets).toEqual(["a".repeat(40), "r".repeat(40)]);
  expect(login && hasEnded(login, now)).toBe(false);
});

test.each([
  ["a later one", claude(hours(8), "b".repeat(40)), true],
  ["an earlier one", claude(hours(0), "b".repeat(40)), false],
  [
    "one of another person's",
    { claudeAiOauth: { ...claude(hours(8)).claudeAiOauth, subscriptionType: "free" } },
    false,
  ],
  ["one with more in it", { ...claude(hours(8)), apiKeyHelper: "sh evil" }, false],
  ["none", "no login", false],
])("of what a run leaves as a login, %s is brought back: %#", async (_, left, comes) => {
  await using at = await folder();
  const own = lay(at.dir, `own/${path}`, claude(hours(1)));
  chmodSync(own, 0o600);
  lay(at.dir, `run/${path}`, left);
  const before = readFileSync(own, "utf8");
  const places = { from: join(at.dir, "run"), to: join(at.dir, "own") };
  await Promise.all([1, 2, 3].map(() => bringBack([path, ".claude/none.json"], places)));
  expect(readFileSync(own, "utf8")).toBe(comes ? JSON.stringify(left) : before);
  expect(statSync(own).mode & 0o777).toBe(0o600);
});

test.each([
  [
    ".claude/settings.json",
    '{"model":"opus","hooks":{"Stop":[{}]},"apiKeyHelper":"cat k","permissions":{"deny":["Bash"]},"mcpServers":{"a":{}},"env":{"ANTHROPIC_BASE_URL":"https://a.example","SECRET":"x"}}',
    '{"env":{"ANTHROPIC_BASE_URL":"https://a.example"}}',
    ["model", "hooks", "apiKeyHelper", "permissions", "env"],
  ],
  [
    ".codex/config.toml",
    'model = "x"\nmodel_provider = "azure"\nnotify = [\n  "sh",\n]\n[mcp_servers.a]\ncommand = "a"\nenv = { TOKEN = "t" }\n[model_providers.azure]\nbase_url = "https://a.example"\n[hooks]\nstop = "x"\n',
    'model_provider = "azure"\n[model_providers.azure]\nbase_url = "https://a.example"\n',
    ["model", "notify", "mcp_servers", "hooks"],
  ],
  [
    ".config/opencode/opencode.jsonc",
    '{ // mine\n "provider": {"a": {"url": "https://a.example//x"}}, "mcp": {"b": {"environment": {"T": "t"}}}, }',
    '{"provider":{"a":{"url":"https://a.example//x"}}}',
    ["mcp"],
  ],
  [
    ".gitconfig",
    "[user]\n\tname = Ada\n[core]\n\thooksPath = /h\n[http]\n\textraHeader = secret\n",
    "[user]\n\tname = Ada\n",
    ["core", "http"],
  ],
  [
    ".aider.conf.yml",
    "openai-api-key: k\nlint-cmd: sh evil\nread:\n  - a.md\n",
    "openai-api-key: k\n",
    ["lint-cmd", "read"],
  ],
  [".copilot/settings.json", '{"hooks":{"a":[{}]}}', "{}", ["hooks"]],
])("of a person's %s only what reaches a model goes into runs", (file, text, kept, stays) => {
  const chosen = chosenSettings(file, text);
  expect(chosen?.text.trim()).toBe(kept.trim());
  expect(chosen?.stays).toEqual(stays.filter((name) => chosen?.stays.includes(name)));
  expect(chosen?.stays.length).toBeGreaterThan(0);
});
