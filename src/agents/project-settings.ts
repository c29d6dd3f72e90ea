import { rm } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { gitAt, run } from "../git/git.ts";
import { type FoundEntry, fewEntriesIn } from "../git/worktrees/few-entries.ts";
import { adapters } from "./adapters/list.ts";

const programs = Object.values(adapters).filter(({ executable }) => executable !== "");

/**
 * Names, in any case and any folder, by which a repository sets up coding programs: settings, hooks, servers, plugins,
 * memory, variables, and what they are not to see. `*` stands for anything.
 */
const names = [
  ...[".claude*", "CLAUDE.md", "CLAUDE.local.md", ".mcp.json", ".mcp", ".worktreeinclude"],
  ...[".codex*", ".agents*", ".agent", "AGENTS.md", "AGENTS.*.md", "AGENT.md", "CONTEXT.md"],
  ...[
    ".gemini*",
    "GEMINI.md",
    ".qwen*",
    "QWEN.md",
    ".copilot*",
    ".opencode*",
    "opencode.json",
    "opencode.jsonc",
  ],
  ...[".aider*", ".cursor*", ".windsurf*", ".clinerules*", ".continue*", ".roo*", ".kiro*", ".junie*"],
  ...[".amazonq*", ".goose*", ".vscode", ".aiexclude", ".codeium*"],
  // Read into its environment, or as its own start-up settings, by a program that is built with Bun, dotenv or direnv.
  ...[".env", ".env.local", ".env.*.local", ".env.development", ".env.production", ".env.test", ".envrc"],
  ...["bunfig.toml", ".bunfig.toml"],
  ...[
    ".augment*",
    ".trae*",
    ".kilocode*",
    ".crush*",
    "crush.json",
    "CRUSH.md",
    ".factory",
    ".amp",
    ".openhands*",
  ],
  ...[".rules", ".lsp.json"],
  // By which the tools that they search with pass files over.
  ...[".ignore", ".rgignore", ".fdignore", ".agignore", ".aiignore"],
  // By which a version manager, whose shim the program's name may be, starts another in its place.
  ...[".tool-versions", ".node-version", "mise.toml", "mise.*.toml", ".mise*", ".rtx*", ".prototools"],
];

/** What below `.github` is Copilot's: the rest is the forge's own. */
const inGithub = [
  ...["copilot*", "instructions", "agents", "hooks", "prompts", "skills", "chatmodes", "extensions"],
  ...["plugin*", "mcp.json", "lsp*.json", "memor*"],
];

/** By their folders, too. The last are what Volta starts in a program's place where `package.json` names it. */
const paths = [
  ...inGithub.map((name) => `.github/${name}`),
  ".config/mise*",
  ...programs.map(({ executable }) => `node_modules/.bin/${executable}`),
];

/** Through a link the names below these could stand anywhere. */
const noLinks = [".github", ".config", "node_modules", ".bin"];

const isSettings = [
  ...names.flatMap((name) => ["-o", "-iname", name]),
  ...paths.flatMap((path) => ["-o", "-ipath", `*/${path}`]),
  ...noLinks.flatMap((name) => ["-o", "-iname", name, "-type", "l"]),
].slice(1);

/** The same names and links as an expression, for what is looked at here. */
const settingsPath = new RegExp(
  `(?:^|/)(?:${[...names, ...paths].join("|").replaceAll(".", "\\.").replaceAll("*", ".*")})$`,
  "is",
);
const noLinkPath = new RegExp(`(?:^|/)(?:${noLinks.join("|").replaceAll(".", "\\.")})$`, "i");

const isSettingsEntry = ({ path, kind }: FoundEntry): boolean =>
  settingsPath.test(path) || (kind.isSymbolicLink() && noLinkPath.test(path));

/**
 * Puts the settings of another commit, whose objects the checkout's repository has, where a checkout has none: those of
 * the base, which the change has no part in.
 */
export const layProjectSettings = async (checkout: string, commit: string): Promise<void> => {
  const index = join(checkout, ".git/index.settings");
  const git = gitAt(join(checkout, ".git"), {
    cwd: checkout,
    hostile: true,
    env: { GIT_WORK_TREE: checkout, GIT_INDEX_FILE: index },
  });
  const patterns = [...names, ...paths];
  const anywhere = patterns.flatMap((name) => [`:(icase,glob)**/${name}`, `:(icase,glob)**/${name}/**`]);
  await git(["read-tree", commit]);
  const { stdout } = await git(["ls-files", "-z", "--", ...anywhere]);
  await git(["checkout-index", "--force", "-z", "--stdin"], { input: stdout });
  await rm(index, { force: true });
};

/**
 * Removes from a reviewer's checkout whatever would configure or feed a program that starts there, whichever it is and
 * however deep it lies: it is the change's own, and the change is what is judged. The diff still shows all of it.
 *
 * @throws {MilepostError} when something of it cannot be removed.
 */
export const clearProjectSettings = async (checkout: string): Promise<void> => {
  const few = fewEntriesIn(checkout, (path) => path === ".git");
  if (few !== null && !few.some(isSettingsEntry)) return;
  const outsideGit = ["-path", "./.git", "-prune", "-o"];
  const removal = ["-prune", "-exec", "rm", "-rf", "--", "{}", "+"];
  const { code, stderr } = await run("find", [".", ...outsideGit, "(", ...isSettings, ")", ...removal], {
    cwd: checkout,
  });
  if (code === 0) return;
  throw new MilepostError(`${checkout} could not be cleared of settings for the reviewer`, {
    hint: code === "ENOENT" ? "install findutils" : "remove the folder: the next run makes it anew",
    cause: new Error(stderr),
  });
};
