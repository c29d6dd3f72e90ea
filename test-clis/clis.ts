import { fromNpm, fromPip, type Installed } from "./install.ts";
import type { Script } from "./model/dialect.ts";
import { type Setup, script } from "./world.ts";

/** A program under test. */
export interface Cli {
  readonly title: string;
  readonly use: string;
  readonly install: () => Installed;
  /** How it is pointed at the model. */
  readonly setup: (url: string) => Setup;
  readonly script: (worktree: string) => Script;
  /** Its tool for shell commands, and what that is given to run one. */
  readonly shell: {
    readonly tool: string;
    readonly input: (command: string) => Readonly<Record<string, string>>;
  };
  /** Whether it tells what a run cost. */
  readonly usd: "told" | null;
}

/** The one that cannot judge. */
export const aider: Pick<Cli, "title" | "use" | "install" | "setup"> = {
  title: "aider",
  use: "use: aider, model: openai/scripted",
  install: () => fromPip("aider-chat", "aider"),
  setup: (url) => ({
    env: { OPENAI_API_BASE: `${url}/v1`, OPENAI_API_KEY: "scripted" },
    home: { ".gitconfig": "[user]\n\tname = User\n\temail = user@example.com\n" },
  }),
};

/** Those that can judge, too. */
export const clis: readonly Cli[] = [
  {
    title: "Claude Code",
    use: "use: claude",
    install: () => fromNpm("@anthropic-ai/claude-code", "claude"),
    setup: (url) => ({ env: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "scripted" } }),
    script: (dir) => script("Write", { file_path: `${dir}/hello.txt`, content: "hello\n" }),
    shell: { tool: "Bash", input: (command) => ({ command, description: "Test it" }) },
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
    shell: { tool: "exec_command", input: (command) => ({ cmd: command }) },
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
    shell: { tool: "run_shell_command", input: (command) => ({ command, description: "Test it" }) },
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
    shell: { tool: "bash", input: (command) => ({ command, description: "Test it" }) },
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
              options: { baseURL: `${url}/v1`, apiKey: "scripted-for-opencode-alone" },
              models: { model: { name: "model", cost: { input: 1, output: 1 } } },
            },
          },
        }),
      },
    }),
    script: (dir) => script("write", { filePath: `${dir}/hello.txt`, content: "hello\n" }),
    shell: { tool: "bash", input: (command) => ({ command, description: "Test it" }) },
    usd: "told",
  },
];
