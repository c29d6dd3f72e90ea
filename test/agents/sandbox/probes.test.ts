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

/** The probes as whoever runs the tests; where that is root, as an ordinary user as well, if it may read our files. */
const users = (): { user: string; as: { uid?: number; gid?: number } }[] => {
  if (process.getuid?.() !== 0) return [{ user: "an ordinary user", as: {} }];
  const as = { uid: nobody, gid: nobody };
  const sees = spawnSync(
    process.execPath,
    ["-e", "require('node:fs').readFileSync(process.argv[1])", runner],
    as,
  );
  return [{ user: "root", as: {} }, ...(sees.status === 0 ? [{ user: "an ordinary user", as }] : [])];
};

const rows = users().flatMap(({ user }) =>
  Object.entries(probes).flatMap(([kind, each]) => each.map(({ name }) => ({ user, kind, name }))),
);

/** What each probe printed, by user and name. */
const said = new Map<string, string>();
/** What is left of a user's run: its objects of System V, and what its time bombs wrote. */
const left = new Map<string, { segments: boolean; bomb: boolean; evil: boolean }>();

const segments = (key: number) => readFileSync("/proc/sysvipc/shm", "utf8").includes(` ${key} `);
const ours = 0x6d696c65;

const probeAs = async ({ user, as }: ReturnType<typeof users>[number]): Promise<void> => {
  const folder = mkdtempSync(join(disk, "milepost-probes-"));
  try {
    if (as.uid !== undefined) chownSync(folder, as.uid, nobody);
    const sock = join(folder, "victim.sock");
    const outside = spawn("sh", ["-c", `exec ${victim} "$0"`, sock], {
      cwd: folder,
      ...as,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [chunk] = await once(outside.stdout, "data");
    const [pid, shm, msg, sem] = String(chunk).trim().split(" ");
    const places = `export VICTIM=${pid} SHM=${shm} MSG=${msg} SEM=${sem} SOCK='${sock}' OUTSIDE='${folder}'`;
    const each = Object.values(probes).flat();
    const program = each.map(({ name, program }) => `echo "== ${name}"\n(${program}\n)`).join("\n");
    const env = { ...process.env, HOME: folder, TMPDIR: folder };
    const { stdout } = spawnSync(process.execPath, [runner, folder, `${places}\n${program}`], {
      env,
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
