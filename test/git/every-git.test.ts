import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { milepost } from "../cli/milepost.ts";
import { type Scene, scene } from "./scene.ts";

const plan = `version: 1
plan: shop
title: Open a shop
sandbox: off
bodies:
  - body: cart
    todos: [{ todo: add, title: Add things }]
`;

/** What is small goes into the forge without git's protocol. */
const agent = `#!/bin/sh
echo "$MILEPOST_TODO" > "$MILEPOST_TODO.txt"
head -c 5000000 /dev/urandom > picture.png
`;

const reviewer = `#!/bin/sh
echo '{"decision":"approve","summary":"Good.","commit":"'$MILEPOST_HEAD'"}' > "$MILEPOST_VERDICT"
`;

/** What a shell, a workflow or a person's start-up files may have set; each has a value that is found again. */
const secrets = Object.fromEntries(
  [
    ...[
      "GITHUB_TOKEN",
      "GH_TOKEN",
      "GH_PAT",
      "INPUT_TOKEN",
      "INPUT_APP-PRIVATE-KEY",
      "ACTIONS_RUNTIME_TOKEN",
    ],
    ...["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "NPM_CONFIG__AUTH", "DATABASE_URL"],
    ...["MILEPOST_GPG_PASSPHRASE", "GIT_CONFIG_PARAMETERS", "GIT_PASSWORD", "SSH_AUTH_SOCK", "pass"],
  ].map((name) => [name, `secret-${name}`]),
);

/** A git as it was started. */
interface Started {
  readonly pid: string;
  readonly parent: string;
  readonly line: string;
  readonly environ: string;
}

/**
 * Puts a program before git, wherever git is looked for, that writes down by what and with which environment it was
 * started, and goes on as git, for which each repository is another user's.
 */
const watchGit = async (
  dir: string,
): Promise<{ env: Record<string, string>; seen: () => Promise<Started[]> }> => {
  const [bin, log] = [join(dir, "bin"), join(dir, "log")];
  await mkdir(bin);
  await mkdir(log);
  const real = (await execa("git", ["--exec-path"])).stdout;
  for (const name of await readdir(real)) {
    if (!watched.includes(name)) await symlink(join(real, name), join(bin, name));
  }
  for (const name of watched) {
    await writeFile(join(bin, name), watching({ name, log, program: join(real, name) }));
    await chmod(join(bin, name), 0o755);
  }
  const seen = async (): Promise<Started[]> =>
    Promise.all(
      (await readdir(log)).map(async (name) => {
        const [pid = "", parent = "", line = "", ...environ] = (
          await readFile(join(log, name), "utf8")
        ).split("\n");
        return { pid, parent, line, environ: environ.join("\n") };
      }),
    );
  return { env: { PATH: `${bin}:${process.env.PATH}`, GIT_EXEC_PATH: bin }, seen };
};

const watched = ["git", "git-remote-http", "git-upload-pack", "git-receive-pack"];

const watching = ({ name, log, program }: { name: string; log: string; program: string }) => `#!/bin/sh
{ printf '%s\\n%s\\n%s\\n' $$ $PPID '${name} '"$(echo "$*" | tr '\\n' ' ')"; tr '\\0' '\\n' < /proc/$$/environ; } > '${log}'/$$-$(date +%s%N)
GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec '${program}' "$@"
`;

const onLinux = process.platform === "linux" ? describe : describe.skip;

onLinux(
  `a run on a repository of another user's${process.platform === "linux" ? "" : " (skipped: needs /proc)"}`,
  () => {
    let place: Scene;
    let ran: { exitCode?: number | undefined; stderr: unknown };
    let checked: { stdout: unknown };
    let seen: readonly Started[];

    beforeAll(async () => {
      place = await scene({ "README.md": "A shop.\n" });
      const at = (name: string) => join(place.dir, name);
      for (const [name, text] of Object.entries({ agent, reviewer, "shop.yml": plan })) {
        await writeFile(at(name), text, { mode: 0o755 });
      }
      const git = await watchGit(place.dir);
      const env = { ...secrets, ...git.env };
      const programs = ["--agent", `command:${at("agent")}`, "--reviewer", `command:${at("reviewer")}`];
      const args = [at("shop.yml"), "--repo", place.repo, ...programs];
      ran = await milepost(["run", ...args], { env });
      checked = await milepost(["doctor", ...args], { env: git.env });
      seen = await git.seen();
    });
    afterAll(() => place[Symbol.asyncDispose]());

    test("closes the milestone, and doctor has nothing against it", () => {
      expect({ exitCode: ran.exitCode, stderr: ran.stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(checked.stdout).toMatch(/\b0 problems\b/);
    });

    test("starts no git that sees a secret of its environment", () => {
      expect(seen.length).toBeGreaterThan(20);
      const found = seen.flatMap(({ line, environ }) =>
        Object.values(secrets).flatMap((secret) => (environ.includes(secret) ? [`${secret}: ${line}`] : [])),
      );
      expect(found).toEqual([]);
    });

    test("gives the forge's token to the gits that speak to the forge, and to what these start", () => {
      const byPid = new Map(seen.map((one) => [one.pid, one]));
      const speaks = (one: Started | undefined): boolean =>
        one !== undefined &&
        (/^git (fetch|push|ls-remote|clone) /.test(one.line) || speaks(byPid.get(one.parent)));
      const given = seen.filter(({ environ }) => /authorization: basic/i.test(environ));
      expect(given.some(({ line }) => /^git (?:push|ls-remote) /.test(line))).toBe(true);
      expect(given.filter((one) => !speaks(one)).map(({ line }) => line)).toEqual([]);
    });
  },
);
