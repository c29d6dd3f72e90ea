import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Octokit } from "@octokit/rest";
import type { LocalForge } from "../src/forge/server.ts";
import { git, gitEnvironment, type Place } from "./place.ts";

/** Opens a pull request that adds and changes so many lines of code in ten files, with a thread in one; answers its number. */
export const largePull = async (
  { repository }: Pick<Place, "repository">,
  forge: LocalForge,
  lines: number,
): Promise<number> => {
  const tokenOf = (wanted: string) => forge.accounts.find(({ role }) => role === wanted)?.token ?? "";
  git(repository, "switch", "--quiet", "--create", "large");
  await mkdir(join(repository, "src"));
  for (let file = 0; file < 10; file++)
    await writeFile(join(repository, `src/part-${file}.ts`), codeOf(file, lines / 10));
  git(repository, "add", "--all");
  git(repository, "commit", "--quiet", "--message=Large");
  const url = `${forge.url.replace("://", `://bot:${tokenOf("bot")}@`)}/owner/repository.git`;
  // The forge is in this process: it could not answer a git that is waited for otherwise.
  await promisify(execFile)("git", ["push", "--quiet", url, "large"], {
    cwd: repository,
    env: gitEnvironment(),
  });
  const at = { owner: "owner", repo: "repository" };
  const bot = new Octokit({ baseUrl: forge.url, auth: tokenOf("bot") });
  const { data } = await bot.rest.pulls.create({ ...at, title: "Large", head: "large", base: "main" });
  const reviewer = new Octokit({ baseUrl: forge.url, auth: tokenOf("reviewer") });
  const comments = [{ path: "src/part-0.ts", line: 3, body: "Why **this**?" }];
  await reviewer.rest.pulls.createReview({ ...at, pull_number: data.number, event: "COMMENT", comments });
  return data.number;
};

const codeOf = (file: number, lines: number): string =>
  Array.from(
    { length: lines },
    (_, line) =>
      `export const value${file}_${line} = (given: string): number => given.length * ${line}; // line ${line}\n`,
  ).join("");
