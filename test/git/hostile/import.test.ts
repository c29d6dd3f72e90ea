import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../../src/core/error.ts";
import { gitAt } from "../../../src/git/git.ts";
import { importHostile } from "../../../src/git/hostile/import.ts";
import type { HandOffLimits } from "../../../src/git/hostile/limits.ts";
import { commit, type Linked, linked, sh } from "../scene.ts";
import { Forger, type RawEntry } from "./bundles.ts";

const take = (at: Linked, file: string, limits: Partial<HandOffLimits> = {}) =>
  importHostile(gitAt(at.publisher.dir), file, { start: at.main, limits });

/** Sees the bundle refused, and no branch changed: neither here nor on the forge. */
const refuses = async (at: Linked, file: string, reason: RegExp, limits?: Partial<HandOffLimits>) => {
  const refs = (dir: string) => sh(dir, "for-each-ref", "--format=%(refname) %(objectname)");
  const before = [await refs(at.publisher.dir), await refs(at.forge)];
  const error: unknown = await take(at, file, limits).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(MilepostError);
  expect(error).toMatchObject({ message: expect.stringMatching(reason), hint: expect.any(String) });
  expect([await refs(at.publisher.dir), await refs(at.forge)]).toEqual(before);
};

test("honest work is taken in: files, links, renames, merges and modes", async () => {
  await using at = await linked({ "a.txt": "a\n", "dir/b.txt": "b\n" });
  const forger = new Forger(at);
  await sh(at.repo, "mv", "dir/b.txt", "dir/B2.txt");
  await commit(at.repo, { "ü ñ.txt": "x\n", ".github/x.yml": "x\n", ".gitignore": "x\n" });
  const base = [forger.file("a.txt", "changed\n"), forger.link("link", "a.txt"), forger.link("up", "dir")];
  const folder = forger.folder("dir", forger.file("c.txt"), forger.link("over", "../a.txt"));
  const entries = [base[0], folder, base[1], base[2]].filter((entry) => entry !== undefined);
  const head = await forger.commit(entries, await sh(at.repo, "rev-parse", "HEAD"));
  expect(await take(at, await forger.bundle(head))).toBe(head);
  expect(await sh(at.publisher.dir, "for-each-ref", "--format=%(refname)")).toBe("refs/remotes/forge/main");
});

test("other refs are refused", async () => {
  await using at = await linked();
  await commit(at.repo, { x: "x" });
  await sh(at.repo, "branch", "second");
  const file = join(at.dir, "x.bundle");
  await sh(at.repo, "bundle", "create", "-q", file, `^${at.main}`, "main", "second");
  await refuses(at, file, /it brings 2 refs instead of one/);
});

test("commits that do not descend from the start are refused", async () => {
  await using at = await linked();
  await sh(at.repo, "checkout", "-q", "--orphan", "new");
  const head = await commit(at.repo, { x: "x" });
  await refuses(
    at,
    await new Forger(at).bundle(head),
    /does not descend from [0-9a-f]{40}, where the work began/,
  );
});

const paths: [string, (forger: Forger) => RawEntry, RegExp][] = [
  ["..", (f) => f.folder("..", f.file("x")), /a path holds `\.\.`/],
  [".", (f) => f.folder(".", f.file("x")), /a path holds `\.`/],
  ["/etc/x", (f) => f.file("/etc/x"), /a name holds `\/`/],
  [".git", (f) => f.folder(".git", f.file("config")), /a path holds `\.git`/],
  [".GIT", (f) => f.folder(".GIT", f.file("config")), /a path holds `\.git`/],
  ["git~1", (f) => f.folder("git~1", f.file("config")), /a path holds `\.git`/],
  [".git with a blank", (f) => f.folder(".git ", f.file("config")), /a path holds `\.git`/],
  [".git with a dot", (f) => f.folder(".git.", f.file("config")), /a path holds `\.git`/],
  [
    ".git with a stream",
    (f) => f.file(".git::$INDEX_ALLOCATION"),
    /a path holds `\.git`|leads into git's own folder/,
  ],
  [
    ".git with a character that HFS+ ignores",
    (f) => f.folder(".g\u200cit", f.file("config")),
    /a path holds `\.git`/,
  ],
  ["a folder's .git", (f) => f.folder("sub", f.folder(".Git", f.file("config"))), /a path holds `\.git`/],
  ["a line break", (f) => f.file("a\nb"), /the path "a\\nb" holds control characters/],
  ["an escape", (f) => f.file("a\u001b[31m"), /holds control characters/],
  ["a backslash", (f) => f.file("..\\..\\x"), /holds a backslash|a path holds/],
  ["a drive", (f) => f.file("C:x"), /is absolute/],
  ["bytes that are no text", (f) => f.file(Buffer.from([0x61, 0xff])), /is not UTF-8/],
  ["a very long name", (f) => f.file("x".repeat(300)), /has a name over 255 bytes long/],
];

test.each(paths)("a path that escapes is refused: %s", async (_, entry, reason) => {
  await using at = await linked();
  const forger = new Forger(at);
  await refuses(at, await forger.bundle(await forger.commit([entry(forger)])), reason);
});

test("a path that a later commit removes is refused all the same", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const bad = await forger.commit([forger.file("a\tb")]);
  const head = await forger.commit([forger.file("fine")], bad);
  await refuses(at, await forger.bundle(head), /holds control characters/);
});

test("a path that a merge adds, which neither side has, is refused", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const [one, two] = [await forger.commit([forger.file("one")]), await forger.commit([forger.file("two")])];
  const tree = forger.tree(forger.file("a\tb"), forger.file("one"), forger.file("two"));
  const head = await sh(at.repo, "commit-tree", "-p", one, "-p", two, "-m", "Merge", tree);
  await refuses(at, await forger.bundle(head), /holds control characters/);
});

test.each<[string, (forger: Forger) => RawEntry[], RegExp]>([
  [
    "of two new files",
    (f) => [f.file("Read"), f.file("read")],
    /the paths Read and read are the same where case/,
  ],
  [
    "with an old file",
    (f) => [f.file("A.txt"), f.file("a.txt", "a\n")],
    /the paths a\.txt and A\.txt are the same/,
  ],
  [
    "of folders",
    (f) => [f.folder("SRC", f.file("x")), f.folder("src", f.file("y"))],
    /the paths SRC and src are/,
  ],
  [
    "of a link and a folder",
    (f) => [f.link("Src", "src"), f.folder("src", f.file("y"))],
    /the paths Src and src are/,
  ],
  ["of two spellings of a letter", (f) => [f.file("u\u0308"), f.file("ü")], /are the same where case/],
])("a case clash is refused: %s", async (_, entries, reason) => {
  await using at = await linked({ "a.txt": "a\n" });
  const forger = new Forger(at);
  await refuses(at, await forger.bundle(await forger.commit(entries(forger))), reason);
});

test("a case clash that was there before is left alone, and a rename by case is none", async () => {
  await using at = await linked({ "a.txt": "a\n", Read: "1\n", READ: "2\n" });
  const forger = new Forger(at);
  const old = [forger.file("READ", "2\n"), forger.file("Read", "1\n")];
  const head = await forger.commit([forger.file("A.txt"), ...old]);
  expect(await take(at, await forger.bundle(head))).toBe(head);
});

test.each<[string, string, RegExp]>([
  ["to an absolute path", "/etc/passwd", /the link dir\/link leads out of the repository/],
  ["to above the repository", "../../x", /leads out of the repository/],
  ["out of the repository and back", "../../repo/a.txt", /leads out of the repository/],
  ["into git's folder", "../.git/config", /leads to a path that is not allowed/],
  ["to a drive", "C:\\x", /leads out of the repository/],
  ["to nothing", "../missing", /leads to nothing/],
  ["through another link", "../z/x", /leads through another link/],
  ["to an empty target", "", /leads to nothing|malformed/],
])("a link %s is refused", async (_, target, reason) => {
  await using at = await linked({ "a.txt": "a\n" });
  const forger = new Forger(at);
  const entries = [
    forger.file("a.txt", "a\n"),
    forger.folder("dir", forger.link("link", target), forger.file("x")),
    forger.link("z", "dir"),
  ];
  await refuses(at, await forger.bundle(await forger.commit(entries)), reason);
});

test("a file that becomes a link is a new link", async () => {
  await using at = await linked({ "a.txt": "a\n" });
  const forger = new Forger(at);
  const head = await forger.commit([forger.link("a.txt", "/etc/passwd")]);
  await refuses(at, await forger.bundle(head), /the link a\.txt leads out of the repository/);
});

test("a submodule is refused", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const head = await forger.commit([{ mode: "160000", name: "sub", sha: "1".repeat(40) }]);
  await refuses(at, await forger.bundle(head), /it adds the submodule sub/);
});

test("a huge file is refused, even if a later commit removes it", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const bad = await forger.commit([forger.file("big.bin", "\0".repeat(1024 * 1024 + 1))]);
  const head = await forger.commit([forger.file("fine")], bad);
  const file = await forger.bundle(head);
  await refuses(at, file, /big\.bin has 2 MB, at most 1 are taken/, { blobMegabytes: 1 });
  expect(await take(at, file)).toBe(head);
});

test("too much of anything is refused", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const one = await forger.commit([forger.file("a"), forger.file("b", "b")]);
  const file = await forger.bundle(await forger.commit([forger.file("c")], one));
  await refuses(at, file, /more than 1 commits/, { commits: 1 });
  await refuses(at, file, /change more than 2 files/, { files: 2 });
  await refuses(at, file, /it holds \d objects, at most 3 are taken/, { objects: 3 });
  await refuses(at, file, /it has 1 MB, at most 0.0001 are taken/, { packMegabytes: 0.0001 });
});

test("a pack that claims more objects than it has is not opened", async () => {
  await using at = await linked();
  const file = join(at.dir, "bomb.bundle");
  const head = `# v2 git bundle\n${"1".repeat(40)} HEAD\n\n`;
  const count = Buffer.from([0xff, 0xff, 0xff, 0xff]);
  await writeFile(file, Buffer.concat([Buffer.from(`${head}PACK\0\0\0\u0002`), count]));
  await refuses(at, file, /it holds 4294967295 objects/);
  await writeFile(file, head);
  await refuses(at, file, /its pack of objects is missing or damaged/);
});

test("a commit that lacks one of its files is refused", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const lost = forger.file("lost", "lost\n");
  const head = forger.rawCommit(forger.tree(forger.file("a"), lost));
  await refuses(at, await forger.rawBundle(head, [lost.sha]), /an object that it needs is missing/);
  await refuses(at, await forger.rawBundle("1".repeat(40)), /its head is no commit/);
});

test.each<[string, (forger: Forger) => RawEntry[], RegExp]>([
  ["an empty name", (f) => [f.file("")], /a folder cannot be read/],
  [
    "a name twice in a folder",
    (f) => [f.file("x"), f.file("x", "other")],
    /a folder holds the same name twice/,
  ],
  ["a folder out of order", (f) => [f.file("z"), f.file("a")], /a folder is out of order/],
  [
    "a mode that git does not know",
    (f) => [{ ...f.file("x"), mode: "777777" }],
    /it adds the submodule x|a mode/,
  ],
  ["a mode with a zero", (f) => [{ ...f.file("x"), mode: "0100644" }], /a file's mode begins with a zero/],
  ["a file that is no object", (f) => [{ ...f.file("x"), sha: "0".repeat(40) }], /a tree names no object/],
  ["a file that is a folder", (f) => [{ ...f.folder("x"), mode: "100644" }], /malformed/],
  ["a link named .gitmodules", (f) => [f.link(".gitmodules", "a.txt")], /`\.gitmodules` is a link/],
  [
    "a dangerous .gitmodules",
    (f) => [f.file(".gitmodules", '[submodule "../x"]\n\tpath = -x\n\turl = --upload-pack=x\n')],
    /`\.gitmodules` \w+ a dangerous/,
  ],
])("broken objects are refused: %s", async (_, entries, reason) => {
  await using at = await linked();
  const forger = new Forger(at);
  const head = forger.rawCommit(forger.tree(...entries(forger)));
  await refuses(at, await forger.rawBundle(head), reason);
});

test("a broken commit, and a head that is none, are refused", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const tree = forger.tree(forger.file("x"));
  await refuses(at, await forger.rawBundle(tree), /its head is no commit/);
  await refuses(at, await forger.rawBundle(forger.rawCommit(tree, "")), /missingAuthor/);
});

test("a damaged pack is refused", async () => {
  await using at = await linked();
  const forger = new Forger(at);
  const file = await forger.rawBundle(forger.rawCommit(forger.tree(forger.file("x"))));
  const bytes = await readFile(file);
  for (const length of [bytes.length - 1, bytes.length - 30]) {
    await writeFile(file, bytes.subarray(0, length));
    await refuses(at, file, /damaged/);
  }
});
