import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";

const script = join(process.cwd(), "actions/sandbox/install.sh");

/** A machine on which the programs that the step starts are these scripts, and otherwise only what a shell needs. */
const machine = (programs: Readonly<Record<string, string>>) => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-step-"));
  const bin = join(dir, "bin");
  mkdirSync(bin);
  for (const tool of ["bash", "env", "cat", "readlink"])
    symlinkSync(execaSync("which", [tool]).stdout, join(bin, tool));
  const log = join(dir, "log");
  const add = (name: string, body: string) => {
    writeFileSync(join(bin, name), `#!/bin/bash\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  for (const [name, body] of Object.entries(programs)) add(name, `echo "${name} $*" >> ${log}\n${body}`);
  const run = () => {
    const env = { PATH: bin, DIR: dir, BIN: bin };
    const { exitCode, stderr } = execaSync(join(bin, "bash"), [script], {
      env,
      extendEnv: false,
      reject: false,
    });
    const said = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
    return { exitCode, stderr, said, profile: read(join(dir, "profile")) };
  };
  return { run, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

const read = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

const runner = { id: "echo 1001", sudo: 'shift; "$@"', socat: "true" };
const needsProfile = '[ -e "$DIR/loaded" ] || { echo "setting up uid map: Permission denied"; exit 1; }';
const ubuntu = {
  ...runner,
  sysctl: "echo 1",
  bwrap: needsProfile,
  tee: 'cat > "$DIR/profile"',
  apparmor_parser: ': > "$DIR/loaded"',
};

test("where the sandbox works nothing is asked of the machine", () => {
  using at = machine({ ...runner, bwrap: "true" });
  const { exitCode, said } = at.run();
  expect(exitCode).toBe(0);
  expect(said.filter((line) => line.startsWith("sudo"))).toEqual([]);
});

test("on Ubuntu 24.04 a profile opens namespaces to bubblewrap alone, and the host's protection stays on", () => {
  using at = machine(ubuntu);
  const { exitCode, said, profile } = at.run();
  expect(exitCode).toBe(0);
  expect(profile.match(/^profile .*/gm)).toEqual([
    expect.stringMatching(/^profile milepost-bwrap \S*\/bin\/bwrap flags/),
  ]);
  expect(said.filter((line) => line.startsWith("sysctl"))).toEqual([
    "sysctl --values kernel.apparmor_restrict_unprivileged_userns",
  ]);
});

test("what lacks is installed", () => {
  const install =
    'echo; [ "$1" = update ] || { printf "#!/bin/bash\\n" > "$BIN/bwrap"; echo "#!/bin/bash" > "$BIN/socat"; /bin/chmod +x "$BIN/bwrap" "$BIN/socat"; }';
  using at = machine({ id: "echo 0", "apt-get": install });
  expect(at.run()).toMatchObject({ exitCode: 0, stderr: "" });
});

test.each([
  { name: "a profile that does not help", programs: { ...ubuntu, apparmor_parser: "true" }, says: "uid map" },
  {
    name: "a profile that is refused",
    programs: { ...ubuntu, apparmor_parser: "exit 1" },
    says: "could not be loaded",
  },
  { name: "a user without sudo", programs: { ...ubuntu, sudo: "exit 1" }, says: "could not be loaded" },
  {
    name: "a machine on which it never works",
    programs: { ...runner, sysctl: "exit 1", bwrap: "exit 1" },
    says: "does not work",
  },
  { name: "a machine without packages", programs: { id: "echo 0" }, says: "there is no apt-get" },
  {
    name: "packages that are not there",
    programs: { id: "echo 0", "apt-get": "exit 100" },
    says: "could not be installed",
  },
])("$name ends the job, and says why", ({ programs, says }) => {
  using at = machine(programs);
  const { exitCode, stderr } = at.run();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^::error title=Milepost sandbox::/m);
  expect(stderr).toContain(says);
});
