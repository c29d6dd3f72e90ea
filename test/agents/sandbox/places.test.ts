import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { openSandbox, type Sandbox } from "../../../src/agents/sandbox/sandbox.ts";
import { trySandbox } from "../../../src/agents/sandbox/try.ts";
import { setVariables } from "../../environment.ts";
import { disk } from "../../folders.ts";
import { proxy } from "./scene.ts";

const shared = "/dev/shm";
const tried = await trySandbox(proxy);
const sandboxed = tried.ok ? test : test.skip;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = openSandbox(proxy);
});
afterAll(() => sandbox[Symbol.asyncDispose]());

/** Folders in which people have repositories, by where their parent is. */
const folders = [
  ...[
    "plain",
    "[client] shop",
    "a*b",
    "what?",
    "]",
    "[a-z]",
    "{a,b}",
    "**",
    "it's",
    'say "hi"',
    "$HOME `id`",
    "a\\b",
  ].map((name) => ({ name, under: disk })),
  ...["a\nb", "~", "-rf", "%s%n", "路 ü", "a:b;c&d|e", "x".repeat(200)].map((name) => ({
    name,
    under: disk,
  })),
  ...(existsSync(shared)
    ? [
        { name: "in memory", under: shared },
        { name: "[in memory]", under: shared },
      ]
    : []),
];

/** Every rule within another, as files of a repository are. */
const lay = (dir: string) => {
  for (const folder of ["tree", "secret/open/deep", "secret/mine", "home", "temp"])
    mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, "beside"), "beside\n");
  writeFileSync(join(dir, "key"), "hidden\n");
  writeFileSync(join(dir, "secret/key"), "hidden\n");
  writeFileSync(join(dir, "secret/open/deep/text"), "open\n");
};

const program = `cd "$PLACE"; cat beside key secret/key secret/open/deep/text
for file in tree/a secret/mine/a home/a temp/a beside secret/open/deep/text key; do echo written > "$file" && echo "$file"; done; true`;

sandboxed.each(folders)(
  "a program in $under/$name writes what is its own, and sees what is not hidden",
  async ({ name, under }) => {
    const top = realpathSync(mkdtempSync(join(under, "milepost-places-")));
    const dir = join(top, name);
    try {
      lay(dir);
      const entered = await sandbox.enter(["/bin/sh", "-c", program], {
        ...{ readOnly: [], hosts: [], refused: [], brought: [], untraceable: false },
        writable: ["tree", "secret/mine"].map((each) => join(dir, each)),
        hidden: ["key", "secret", "none"].map((each) => join(dir, each)),
        readable: [join(dir, "secret/open")],
        home: join(dir, "home"),
        temp: join(dir, "temp"),
      });
      const [file = "", ...args] = entered.argv;
      const { stdout } = await promisify(execFile)(file, args, { env: { ...process.env, PLACE: dir } });
      await entered.leave();
      expect(stdout).toBe("beside\nopen\ntree/a\nsecret/mine/a\nhome/a\ntemp/a\n");
      expect(readFileSync(join(dir, "tree/a"), "utf8")).toBe("written\n");
      expect(readFileSync(join(dir, "beside"), "utf8")).toBe("beside\n");
    } finally {
      rmSync(top, { recursive: true });
    }
  },
);

sandboxed("a folder for temporary files with a long path leaves the sandbox what it is", async () => {
  const folder = mkdtempSync(join(disk, `milepost-${"long".repeat(20)}-`));
  using _ = setVariables({ TMPDIR: folder });
  try {
    expect(await trySandbox(proxy)).toEqual({ ok: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
