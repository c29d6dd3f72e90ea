import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { trySandbox } from "../../../src/agents/sandbox/try.ts";
import { disk } from "../../folders.ts";
import { probes, victim } from "./probes.ts";
import { proxy } from "./scene.ts";

/** Whom a machine has that owns nothing. */
const nobody = 65534;
const runner = resolve("test/agents/sandbox/probe-user.mjs");

/** As whom the probes are tried, and how a program is started as that. */
interface User {
  readonly user: "root" | "an ordinary user";
  readonly as: { readonly uid?: number; readonly gid?: number };
  readonly by: readonly string[];
}

const isRoot = process.getuid?.() === 0;
const sudo = ["sudo", "--non-interactive"];
const works = ([file = "", ...args]: readonly string[], as: User["as"] = {}): boolean =>
  spawnSync(file, args, { ...as, stdio: "ignore" }).status === 0;

/** Whoever runs the tests, and the other of the two: an ordinary user by root, root by `sudo` without a password. */
const self: User = { user: isRoot ? "root" : "an ordinary user", as: {}, by: [] };
const other: User = isRoot
  ? { user: "an ordinary user", as: { uid: nobody, gid: nobody }, by: [] }
  : { user: "root", as: {}, by: sudo };
const mayBeOther = isRoot
  ? works([process.execPath, "-e", "require('node:fs').readFileSync(process.argv[1])", runner], other.as)
  : works([...sudo, "true"]);

const users = (): User[] => (mayBeOther ? [self, other] : [self]);

const rows = users().flatMap(({ user }) =>
  Object.entries(probes).flatMap(([kind, each]) => each.map(({ name }) => ({ user, kind, name }))),
);

/** What each probe printed, by user and name. */
const said = new Map<string, string>();
/** What is left of a user's run: its objects of System V, and what its time bombs wrote. */
const left = new Map<string, { segments: boolean; bomb: boolean; evil: boolean }>();

const segments = (key: number) => readFileSync("/proc/sysvipc/shm", "utf8").includes(` ${key} `);
const ours = 0x6d696c65;

const probeAs = async ({ user, as, by }: User): Promise<void> => {
  const folder = mkdtempSync(join(disk, "milepost-probes-"));
  try {
    if (as.uid !== undefined) chownSync(folder, as.uid, nobody);
    const sock = join(folder, "victim.sock");
    const places = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder };
    const kept = Object.entries(places).map(([name, value]) => `${name}=${value}`);
    const [file = "", ...start] = [...by, "env", ...kept];
    const outside = spawn(file, [...start, "sh", "-c", `exec ${victim} "$0"`, sock], {
      cwd: folder,
      ...as,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [chunk] = await once(outside.stdout, "data");
    const [pid, shm, msg, sem] = String(chunk).trim().split(" ");
    const known = `export VICTIM=${pid} SHM=${shm} MSG=${msg} SEM=${sem} SOCK='${sock}' OUTSIDE='${folder}'`;
    const each = Object.values(probes).flat();
    const program = each.map(({ name, program }) => `echo "== ${name}"\n(${program}\n)`).join("\n");
    const { stdout } = spawnSync(file, [...start, process.execPath, runner, folder, `${known}\n${program}`], {
      encoding: "utf8",
      ...as,
    });
    for (const part of stdout.split(/^== /m).slice(1)) {
      const [name = "", ...lines] = part.split("\n");
      said.set(`${user}: ${name}`, lines.join("\n"));
    }
    expect(outside.exitCode ?? outside.signalCode).toBeNull();
    await sleep(1200);
    left.set(user, {
      segments: segments(ours),
      bomb: existsSync(join(folder, "temp/bomb")),
      evil: existsSync(join(folder, "evil")),
    });
    outside.stdin.end();
    await once(outside, "exit");
  } finally {
    if (by.length > 0) works([...by, "rm", "-rf", "--", folder]);
    rmSync(folder, { recursive: true, force: true });
  }
};

const tried = await trySandbox(proxy);
const hostile = tried.ok ? test : test.skip;

beforeAll(async () => {
  if (tried.ok) for (const user of users()) await probeAs(user);
});

hostile.each(rows)("as $user: of $kind, a program that $name gets nowhere", ({ user, name }) => {
  expect(said.get(`${user}: ${name}`)).toBeDefined();
  expect(said.get(`${user}: ${name}`)).not.toContain("it could");
});

hostile.each(users())("as $user: nothing outlives the run", ({ user }) => {
  expect(left.get(user)).toEqual({ segments: false, bomb: false, evil: false });
});

const why = isRoot ? "needs a checkout that others may read" : "needs sudo without a password";
(mayBeOther ? test : test.skip)(
  `both root and an ordinary user try all of them${mayBeOther ? "" : ` (skipped: ${why})`}`,
  () => {
    expect(new Set(rows.map(({ user }) => user)).size).toBe(2);
  },
);
