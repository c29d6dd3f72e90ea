import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { git } from "../../src/git/git.ts";
import { type Hub, openHub } from "../../src/git/repositories/hub.ts";
import { openPublisher, type Publisher } from "../../src/git/repositories/publisher.ts";
import { memory } from "../folders.ts";

const identity = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

/** Real git in a folder, which is refused nothing; returns standard output without its last line break. */
export const sh = async (cwd: string, ...args: string[]): Promise<string> =>
  (await git(args, { cwd, env: identity, hostile: true })).stdout.trimEnd();

export const write = async (dir: string, files: Record<string, string>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
};

/** Writes the files, commits everything and returns the commit. */
export const commit = async (
  cwd: string,
  files: Record<string, string>,
  message = "Change",
): Promise<string> => {
  await write(cwd, files);
  await sh(cwd, "add", "--all");
  await sh(cwd, "commit", "--quiet", "--allow-empty", "-m", message);
  return sh(cwd, "rev-parse", "HEAD");
};

/** A folder that is removed at the end, with a user's repository in it whose branch `main` has one commit. */
export interface Scene extends AsyncDisposable {
  readonly dir: string;
  readonly repo: string;
  readonly main: string;
}

export const scene = async (
  files: Record<string, string> = { "a.txt": "a\n" },
  place = memory,
): Promise<Scene> => {
  const dir = await realpath(await mkdtemp(join(place, "milepost test ü ")));
  const repo = join(dir, "repo");
  await mkdir(repo);
  await sh(repo, "init", "--quiet", "--initial-branch=main");
  const main = await commit(repo, files, "First");
  return { dir, repo, main, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
};

/** The same with a forge that has the branch, a publisher that fetched it, and a hub. */
export interface Linked extends Scene {
  readonly forge: string;
  readonly publisher: Publisher;
  readonly hub: Hub;
}

export const linked = async (files?: Record<string, string>, place = memory): Promise<Linked> => {
  const { dir, repo, main, ...rest } = await scene(files, place);
  const forge = join(dir, "forge.git");
  await sh(dir, "clone", "--quiet", "--bare", repo, forge);
  const url = pathToFileURL(forge).href;
  const publisher = await openPublisher({ dir: join(dir, "home/publisher.git"), url, token: "secret" });
  await publisher.fetch(["main"]);
  const hub = await openHub({ dir: join(dir, "home/hub.git"), publisherDir: publisher.dir });
  return { dir, repo, main, forge, publisher, hub, ...rest };
};
