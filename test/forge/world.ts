import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { type ForgeOptions, type LocalForge, startForge } from "../../src/forge/server.ts";
import { memory } from "../folders.ts";

/** The identities of a world's forge; `stranger` is nobody's token and `anonymous` sends none. */
export type As = "bot" | "reviewer" | "owner" | "reader" | "stranger" | "anonymous";

/** A forge on a folder of its own, for tests. */
export interface World extends AsyncDisposable {
  readonly forge: LocalForge;
  /** Where the forge keeps everything. */
  readonly dataDir: string;
  readonly token: (as: As) => string | null;
  /** A new repository that all standing identities work in, with one commit on `main`. */
  readonly repository: () => Promise<Workshop>;
}

/** A repository of the forge and a clone of it to push from. */
export interface Workshop {
  readonly owner: string;
  readonly repo: string;
  /** The clone's folder. */
  readonly dir: string;
  /** Puts files on a branch that starts at another one, pushes it and returns the commit's sha; `null` removes. */
  readonly push: (branch: string, files: Record<string, string | null>, from?: string) => Promise<string>;
  readonly git: (...args: string[]) => Promise<string>;
}

const environment = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
};

export const openWorld = async (
  options: Pick<ForgeOptions, "actions" | "apps" | "pages"> = {},
): Promise<World> => {
  const folder = await mkdtemp(join(memory, "milepost-forge-"));
  const dataDir = join(folder, "data");
  const forge = await startForge({ dataDir, ...options });
  const tokens = new Map(forge.accounts.map(({ role, token }) => [String(role), token]));
  const token = (as: As): string | null => (as === "stranger" ? "mp_wrong" : (tokens.get(as) ?? null));
  let begun: Promise<string> | null = null;
  let count = 0;
  return {
    forge,
    dataDir,
    token,
    repository: async () => {
      count += 1;
      const repo = `project-${count}`;
      begun ??= begin(join(folder, "begun"));
      const from = await begun;
      await forge.createRepository({ owner: "acme", name: repo, from });
      await cp(from, join(folder, repo), { recursive: true });
      const address = forge.url.replace("//", `//x:${token("bot")}@`);
      return openWorkshop(join(folder, repo), { repo, remote: `${address}/acme/${repo}.git` });
    },
    [Symbol.asyncDispose]: async () => {
      await forge.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A repository with the commit that all others start with: to copy it takes a third of what a first push takes. */
const begin = async (dir: string): Promise<string> => {
  const git = gitIn(dir);
  await execa("git", ["init", "--quiet", "--template=", "--initial-branch=main", dir], { env: environment });
  await writeFile(join(dir, "README.md"), "one\ntwo\nthree\n");
  await git("add", "--all");
  await git("commit", "--quiet", "-m", "Begin");
  await git("update-ref", "refs/remotes/origin/main", "HEAD");
  return dir;
};

const gitIn =
  (dir: string): Workshop["git"] =>
  async (...args) =>
    (await execa("git", ["-C", dir, ...args], { env: environment })).stdout;

const openWorkshop = async (
  dir: string,
  { repo, remote }: { repo: string; remote: string },
): Promise<Workshop> => {
  const git = gitIn(dir);
  await appendFile(
    join(dir, ".git/config"),
    `[remote "origin"]\n\turl = ${remote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
  );
  const push: Workshop["push"] = async (branch, files, from) => {
    await git("checkout", "--quiet", ...(from === undefined ? [branch] : ["-B", branch, from]));
    for (const [path, content] of Object.entries(files)) await put(join(dir, path), content);
    await git("add", "--all");
    await git("commit", "--quiet", "--allow-empty", "-m", `Change ${Object.keys(files).join(", ")}`);
    await git("push", "--quiet", "--force", "origin", branch);
    return git("rev-parse", "HEAD");
  };
  return { owner: "acme", repo, dir, push, git };
};

const put = async (path: string, content: string | null): Promise<void> => {
  if (content === null) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
};
