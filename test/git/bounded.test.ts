import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { simpleGit } from "simple-git";
import { allowed, unsafe } from "../../src/git/bounded.ts";
import { gitEnvironment } from "../../src/git/environment.ts";
import { git } from "../../src/git/git.ts";
import { type Scene, scene } from "./scene.ts";

let place: Scene;
beforeAll(async () => {
  place = await scene();
});
afterAll(() => place[Symbol.asyncDispose]());

/** All that our commands bring along, taken together. */
const brought = (): Record<string, string> => ({
  ...Object.fromEntries(allowed.map((name) => [name, ""])),
  ...gitEnvironment({ "gpg.program": "gpg" }, "ours"),
});
const numbered = Object.keys(brought()).filter((name) => /^GIT_CONFIG_(KEY|VALUE)_\d+$/.test(name));

const tried = (given: { unsafe: object; allowEnvironment: readonly string[] }) =>
  simpleGit({ baseDir: place.dir, ...given })
    .env(brought())
    .raw(["init", "--quiet", "--bare", "--template=", join(place.dir, "new.git")]);

test("simple-git refuses nothing that our commands bring along", async () => {
  const refusal = /is not permitted|is blocked/;
  const end = await tried({ unsafe, allowEnvironment: [...allowed, ...numbered] }).catch(String);
  expect(end).not.toMatch(refusal);
});

test.each(Object.keys(unsafe))("it is allowed %s because it refuses what we need otherwise", async (name) => {
  const given = { unsafe: { ...unsafe, [name]: false }, allowEnvironment: [...allowed, ...numbered] };
  await expect(tried(given)).rejects.toThrow(`is not permitted without enabling ${name}`);
});

test.each(allowed)("it lets %s through because it is told to", async (name) => {
  const names = [...allowed, ...numbered].filter((one) => one !== name);
  await expect(tried({ unsafe, allowEnvironment: names })).rejects.toThrow(`"${name}" is blocked`);
});

test.each([
  ["an alias", ["-c", "alias.x=!true", "x"]],
  ["another program for a server", ["ls-files", "--upload-pack=true"]],
  ["an editor", ["-c", "core.editor=true", "version"]],
])("%s is refused, and git told of as not started", async (_, args) => {
  await expect(git(args, { cwd: place.repo })).rejects.toThrow(/ was not started: .* is not permitted/);
});

/** Something in git's place. */
const inPlaceOfGit = async (name: string, program: string): Promise<Record<string, string>> => {
  const bin = join(place.dir, name);
  await mkdir(bin);
  await writeFile(join(bin, "git"), `#!/bin/sh\n${program}\n`);
  await chmod(join(bin, "git"), 0o755);
  return { PATH: `${bin}:${process.env.PATH}` };
};

const ways = [
  ["by simple-git", false],
  ["by hand", true],
] as const;

describe.each(ways)("git, started %s", (way, hostile) => {
  const ask = (args: readonly string[], more: Partial<Parameters<typeof git>[1]> = {}) =>
    git(args, { cwd: place.repo, hostile, ...more });

  test("answers with its output to the last byte, its standard error and its exit code", async () => {
    const env = await inPlaceOfGit(`both ${way}`, "echo out; printf ' out\\n\\n'; echo err >&2; exit 3");
    const answer = { stdout: "out\n out\n\n", stderr: "err\n", exitCode: 3 };
    expect(await ask(["x"], { env, ok: [3] })).toEqual(answer);
    expect(await ask(["x"], { env, ok: "any" })).toEqual(answer);
    await expect(ask(["x"], { env })).rejects.toThrow("git x failed with exit code 3: err");
  });

  test("fails with an exit code and no word, too", async () => {
    const env = await inPlaceOfGit(`silent ${way}`, "exit 1");
    await expect(ask(["x"], { env })).rejects.toThrow("git x failed with exit code 1");
    expect(await ask(["x"], { env, ok: [1] })).toEqual({ stdout: "", stderr: "", exitCode: 1 });
  });

  test("is heard to its end when it has exited and what it started still speaks", async () => {
    const env = await inPlaceOfGit(`late ${way}`, "{ sleep 0.3; echo late; } &");
    expect((await ask(["x"], { env })).stdout).toBe("late\n");
  });

  test("reads the whole of a text, and of an empty one its end", async () => {
    const input = "ä".repeat(1_000_000);
    expect((await ask(["stripspace"], { input })).stdout).toBe(`${input}\n`);
    const empty = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n";
    expect((await ask(["hash-object", "--stdin"], { input: "" })).stdout).toBe(empty);
  });

  test("may stop reading early", async () => {
    const env = await inPlaceOfGit(`deaf ${way}`, "exec <&-; echo enough");
    expect((await ask(["x"], { env, input: "x".repeat(10_000_000) })).stdout).toBe("enough\n");
  });

  test("is told of when it is killed, is not there, or cannot be asked", async () => {
    const env = await inPlaceOfGit(`killed ${way}`, "kill -KILL $$");
    await expect(ask(["x"], { env })).rejects.toThrow(/git x was ended by/);
    await expect(ask(["version"], { env: { PATH: place.dir } })).rejects.toThrow(
      "git version could not start",
    );
    await expect(ask(["version"], { cwd: "/no/such/folder" })).rejects.toThrow("git version could not start");
    await expect(ask(["ver\0sion"])).rejects.toThrow("was not started");
  });

  test("is told of when there are no descriptors left for it, and the process goes on", async () => {
    const program = `
      import { openSync, closeSync } from "node:fs";
      import { git } from ${JSON.stringify(join(import.meta.dirname, "../../build/src/git/git.js"))};
      const ask = () => git(["version"], { cwd: ".", hostile: ${hostile} }).then(() => "answered", ({ message }) => message);
      console.log(await ask());
      const open = [];
      try { for (;;) open.push(openSync("/dev/null")); } catch {}
      open.splice(-3).forEach((fd) => closeSync(fd));
      console.log(await ask());
      open.forEach((fd) => closeSync(fd));
      console.log(await ask());`;
    const shell = `ulimit -n 200; exec "$0" --input-type=module -e "$1"`;
    const { stdout } = await execa("sh", ["-c", shell, process.execPath, program]);
    expect(stdout.split("\n")).toEqual(["answered", "git version was ended by EMFILE", "answered"]);
  });
});
