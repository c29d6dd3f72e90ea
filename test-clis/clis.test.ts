import { reviewerScript } from "../test/local/world.ts";
import { fromNpm, fromPip, type Installed } from "./install.ts";
import { type Script, tokens } from "./model/dialect.ts";
import { startModel } from "./model/server.ts";
import { type CliWorld, newCliWorld, type Setup, script } from "./world.ts";

interface Cli {
  readonly title: string;
  readonly use: string;
  readonly install: () => Installed;
  /** How it is pointed at the model. */
  readonly setup: (url: string) => Setup;
  readonly script: (worktree: string) => Script;
  /** Whether it tells what a run cost. */
  readonly usd: "told" | null;
}

const clis: readonly Cli[] = [
  {
    title: "Claude Code",
    use: "use: claude",
    install: () => fromNpm("@anthropic-ai/claude-code", "claude"),
    setup: (url) => ({ env: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "scripted" } }),
    script: (dir) => script("Write", { file_path: `${dir}/hello.txt`, content: "hello\n" }),
    usd: "told",
  },
  {
    title: "Codex",
    use: "use: codex, model: scripted",
    install: () => fromNpm("@openai/codex", "codex"),
    setup: (url) => ({
      env: { CODEX_API_KEY: "scripted" },
      home: {
        ".codex/config.toml": `model_provider = "scripted"
[model_providers.scripted]
name = "scripted"
base_url = "${url}/v1"
wire_api = "responses"
env_key = "CODEX_API_KEY"
`,
      },
    }),
    script: () => script("exec_command", { cmd: "echo hello > hello.txt" }),
    usd: null,
  },
  {
    title: "Gemini CLI",
    use: "use: gemini, model: scripted",
    install: () => fromNpm("@google/gemini-cli", "gemini"),
    setup: (url) => ({
      env: { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: "scripted" },
      home: { ".gemini/settings.json": '{"security":{"auth":{"selectedType":"gemini-api-key"}}}' },
    }),
    script: (dir) => script("write_file", { file_path: `${dir}/hello.txt`, content: "hello\n" }),
    usd: null,
  },
  {
    title: "GitHub Copilot CLI",
    use: "use: copilot, model: scripted",
    install: () => fromNpm("@github/copilot", "copilot"),
    setup: (url) => ({
      env: {
        COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
        COPILOT_PROVIDER_TYPE: "openai",
        COPILOT_PROVIDER_API_KEY: "scripted",
        COPILOT_OFFLINE: "true",
      },
    }),
    script: (dir) => script("create", { path: `${dir}/hello.txt`, file_text: "hello\n" }),
    usd: null,
  },
  {
    title: "opencode",
    use: "use: opencode, model: scripted/model",
    install: () => fromNpm("opencode-ai", "opencode"),
    setup: (url) => ({
      home: {
        ".config/opencode/opencode.json": JSON.stringify({
          small_model: "scripted/model",
          provider: {
            scripted: {
              npm: "@ai-sdk/openai-compatible",
              options: { baseURL: `${url}/v1`, apiKey: "scripted" },
              models: { model: { name: "model", cost: { input: 1, output: 1 } } },
            },
          },
        }),
      },
    }),
    script: (dir) => script("write", { filePath: `${dir}/hello.txt`, content: "hello\n" }),
    usd: "told",
  },
];

const greeting = (world: CliWorld): string =>
  world.git("show", "refs/remotes/milepost/t/00a-hello:hello.txt");

test.each(clis)("$title writes a file, reviews it, and the todo closes", async (cli) => {
  using installed = cli.install();
  using world = newCliWorld();
  await using model = await startModel(cli.script(world.worktree));
  const programs = { agent: cli.use, reviewer: cli.use, url: model.url, bin: installed.bin };
  const { code, output } = await world.run(programs, cli.setup(model.url));
  process.stdout.write(`${cli.title}: ${installed.version}, ${model.turns.length} turns of the model\n`);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('"state":"closed"') });
  expect(greeting(world)).toBe("hello\n");
  const usd = cli.usd === null ? null : expect.any(Number);
  const { usage } = JSON.parse(world.handOff("report.json"));
  expect(usage).toMatchObject({ usd });
  expect(usage.inputTokens).toBeGreaterThanOrEqual(2 * tokens.input);
  expect(usage.outputTokens).toBeGreaterThanOrEqual(2 * tokens.output);
  expect(JSON.parse(world.handOff("review.json"))).toMatchObject({
    verdict: { decision: "approve", summary: "It greets." },
    usage: { usd },
  });
});

test("aider writes a file, and the todo closes", async () => {
  using installed = fromPip("aider-chat", "aider");
  using world = newCliWorld();
  await using model = await startModel(() => ({ kind: "say", text: "hello.txt\n```\nhello\n```\n" }));
  const reviewer = world.file("reviewer.js", reviewerScript());
  const { code, output } = await world.run(
    {
      agent: "use: aider, model: openai/scripted",
      reviewer: `use: command, command: ["${reviewer}"]`,
      url: model.url,
      bin: installed.bin,
    },
    {
      env: { OPENAI_API_BASE: `${model.url}/v1`, OPENAI_API_KEY: "scripted" },
      home: { ".gitconfig": "[user]\n\tname = User\n\temail = user@example.com\n" },
    },
  );
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('"state":"closed"') });
  expect(greeting(world)).toBe("hello\n");
});
