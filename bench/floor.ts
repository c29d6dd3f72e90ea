import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startForge } from "../src/forge/server.ts";
import { git, gitEnvironment, newPlace, type Place } from "./place.ts";

/**
 * Milliseconds per todo of what cannot be left out: a worktree, a commit, a push to the same forge and the removal of
 * the worktree, 20 times in all, in four shells at once.
 */
export const measureFloor = async (): Promise<number> => {
  await using place = await newPlace();
  await using forge = await startForge({ dataDir: join(place.dir, "forge") });
  await forge.createRepository({ owner: "owner", name: "repository", from: place.repository, base: "main" });
  const token = forge.accounts.find(({ role }) => role === "bot")?.token ?? "";
  const url = `${forge.url.replace("://", `://bot:${token}@`)}/owner/repository.git`;
  // Worktrees made at once in one repository disturb each other, so each shell has its own.
  for (const shell of shells) git(place.dir, "clone", "--quiet", "--bare", place.repository, `${shell}.git`);
  const begun = performance.now();
  await Promise.all(shells.map((shell) => work(place, shell, url)));
  return (performance.now() - begun) / (shells.length * 5);
};

const shells = ["a", "b", "c", "d"];

const script = `for todo in 1 2 3 4 5; do
  git worktree add --quiet -b $SHELL_NAME-$todo ../$SHELL_NAME-$todo main &&
  cd ../$SHELL_NAME-$todo &&
  echo $todo > new-$todo.txt &&
  git add --all &&
  git commit --quiet --message=Work &&
  git push --quiet $FORGE HEAD:refs/heads/$SHELL_NAME-$todo &&
  cd ../$SHELL_NAME.git &&
  git worktree remove --force ../$SHELL_NAME-$todo || exit 1
done`;

const work = async ({ dir }: Place, shell: string, url: string): Promise<void> => {
  const child = spawn("sh", ["-c", script], {
    cwd: join(dir, `${shell}.git`),
    env: { ...gitEnvironment(), FORGE: url, SHELL_NAME: shell },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`the floor's shell ${shell} failed`);
};
