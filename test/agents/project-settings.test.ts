import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { clearProjectSettings } from "../../src/agents/project-settings.ts";
import { folder } from "./folder.ts";

const write = async (dir: string, name: string): Promise<void> => {
  await mkdir(dirname(join(dir, name)), { recursive: true });
  await writeFile(join(dir, name), "x");
};

/** What some program reads where it starts, above that, or beside a file that it looks at. */
const settings = [
  ...["CLAUDE.md", "CLAUDE.local.md", "src/deep/CLAUDE.md", "claude.MD", ".claude/settings.json"],
  ...[".claude/settings.local.json", "src/.claude/rules/all.md", ".Claude/settings.json", ".mcp.json"],
  ...["AGENTS.md", "AGENTS.override.md", "Agents.md", ".codex/config.toml", ".agents/skills/x/SKILL.md"],
  ...[
    "GEMINI.md",
    ".gemini/settings.json",
    ".gemini/.env",
    ".geminiignore",
    ".env",
    ".ENV",
    "src/.env.local",
  ],
  ...[".github/copilot-instructions.md", ".github/Copilot/settings.json", ".github/hooks/x.json"],
  ...[".github/instructions/x.instructions.md", ".github/agents/x.md", "sub/.github/copilot-instructions.md"],
  ...[".GITHUB/hooks/x.json", ".copilot/mcp-config.json", ".vscode/mcp.json"],
  ...[
    "opencode.json",
    "opencode.jsonc",
    "OpenCode.json",
    ".opencode/plugin/x.js",
    "sub/.opencode/agent/x.md",
  ],
  ...[".aider.conf.yml", ".aiderignore", ".aider.model.settings.yml"],
  ...[".tool-versions", "sub/.tool-versions", ".node-version", "mise.toml", "mise.local.toml", ".mise.toml"],
  ...[".mise/config.toml", ".config/mise.toml", ".config/mise/config.toml", ".prototools"],
  ...["node_modules/.bin/claude", "packages/a/node_modules/.bin/codex"],
  ...[".fdignore", ".aiignore", ".lsp.json", ".kilocode/rules/a.md", "crush.json"],
  ...["bunfig.toml", ".envrc", ".ignore", ".rgignore", ".cursor/mcp.json", ".cursorrules"],
];

/** What is no program's. */
const work = [
  ...[
    "README.md",
    "src/claude.ts",
    "docs/agents.md.txt",
    "src/env.ts",
    ".gitignore",
    ".github/workflows/ci.yml",
  ],
  ...["node_modules/.bin/jest", ".config/jest.json", "docs/mise.md", "src/codex"],
  ...[".github/CODEOWNERS", ".env.example", "opencode.ts", "instructions/a.md", "hooks/a.sh", "copilot/a.ts"],
];

test.each(settings)("%s of the change is not in the reviewer's checkout", async (name) => {
  await using at = await folder();
  await write(at.dir, name);
  await clearProjectSettings(at.dir);
  expect(existsSync(join(at.dir, name))).toBe(false);
});

test.each(work)("%s stays", async (name) => {
  await using at = await folder();
  await write(at.dir, name);
  await clearProjectSettings(at.dir);
  expect(existsSync(join(at.dir, name))).toBe(true);
});

test("among a thousand files the same is removed, and the same stays", async () => {
  await using at = await folder();
  const many = Array.from({ length: 1000 }, (_, index) => `many/file-${index}.ts`);
  for (const name of [...settings, ...work, ...many]) await write(at.dir, name);
  await clearProjectSettings(at.dir);
  const there = (names: readonly string[]) => names.filter((name) => existsSync(join(at.dir, name)));
  expect([there(settings), there([...work, ...many])]).toEqual([[], [...work, ...many]]);
});

test.each([
  [".claude", "docs"],
  ["CLAUDE.md", "docs/a.md"],
  [".github", "docs"],
  [".config", "docs"],
  ["node_modules/.bin", "../docs"],
  [".github/copilot-instructions.md", "../docs/a.md"],
])("a link %s is removed, and what it leads to stays", async (name, target) => {
  await using at = await folder();
  await write(at.dir, "docs/a.md");
  await write(at.dir, "docs/hooks/a.json");
  await mkdir(dirname(join(at.dir, name)), { recursive: true });
  await symlink(target, join(at.dir, name));
  await clearProjectSettings(at.dir);
  expect(existsSync(join(at.dir, name))).toBe(false);
  expect(existsSync(join(at.dir, "docs/a.md"))).toBe(true);
});

test("git's own folder, and the checkout's own name, are left alone", async () => {
  await using at = await folder();
  const checkout = join(at.dir, ".claude");
  execFileSync("git", ["init", "--quiet", "--initial-branch=CLAUDE.md", checkout]);
  await write(checkout, ".git/refs/heads/CLAUDE.md");
  await write(checkout, "a.txt");
  await clearProjectSettings(checkout);
  expect(existsSync(join(checkout, ".git/refs/heads/CLAUDE.md"))).toBe(true);
  expect(existsSync(join(checkout, "a.txt"))).toBe(true);
});
