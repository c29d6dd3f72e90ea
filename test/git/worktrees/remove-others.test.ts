import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { removeOthers } from "../../../src/git/worktrees/remove-others.ts";
import { memory } from "../../folders.ts";

const wanted = { files: ["HEAD", "refs/heads/a/b"], folders: ["objects/info", "empty"] };
const asLaid =
  "mkdir -p r/refs/heads/a r/objects/info r/empty; echo 1 > r/HEAD; echo 2 > r/refs/heads/a/b; echo 3 > o";
const laid = ["HEAD", "empty", "objects", "objects/info", "refs", "refs/heads", "refs/heads/a"];

const rows: [string, string, readonly string[]][] = [
  ["what is wanted stays", ":", [...laid, "refs/heads/a/b"]],
  [
    "files and folders that are not wanted",
    "touch r/x r/objects/y; mkdir -p r/hooks/d; touch r/hooks/d/z",
    [...laid, "refs/heads/a/b"],
  ],
  ["another name of somebody's file", "ln -f o r/refs/heads/a/b", laid],
  ["a link to somebody's file", "ln -sf $PWD/o r/refs/heads/a/b", laid],
  ["a file that nobody may write", "chmod 400 r/refs/heads/a/b", laid],
  ["a pipe of a wanted name", "rm r/refs/heads/a/b; mkfifo r/refs/heads/a/b", laid],
  ["a folder of a file's name", "rm r/refs/heads/a/b; mkdir -p r/refs/heads/a/b/c", laid],
  [
    "a file of a folder's name",
    "rmdir r/empty; touch r/empty",
    [...laid.filter((name) => name !== "empty"), "refs/heads/a/b"],
  ],
  [
    "a link of a folder's name",
    "rm -r r/refs; mkdir p; touch p/heads; ln -s $PWD/p r/refs",
    laid.filter((name) => !name.startsWith("refs")),
  ],
  [
    "a folder that nobody may write into",
    "chmod 500 r/refs/heads",
    laid.filter((name) => !name.startsWith("refs/heads")),
  ],
  ["much", "cd r; seq 1200 | xargs touch", []],
  ["a file in its place", "rm -r r; touch r", []],
  ["a link in its place", "mv r s; ln -s s r", []],
];

test.each(rows)("of a folder is left what is wanted: %s", async (_, program, left) => {
  const dir = mkdtempSync(join(memory, "milepost-test-"));
  try {
    execFileSync("sh", ["-c", `${asLaid}; ${program}`], { cwd: dir });
    await removeOthers(join(dir, "r"), { ...wanted, spared: null });
    const found = existsSync(join(dir, "r")) ? readdirSync(join(dir, "r"), { recursive: true }) : [];
    expect(found.map(String).sort()).toEqual([...left].sort());
    expect(readFileSync(join(dir, "o"), "utf8")).toBe("3\n");
    expect(existsSync(join(dir, "p")) && !existsSync(join(dir, "p/heads"))).toBe(false);
    expect(existsSync(join(dir, "s")) && !existsSync(join(dir, "s/HEAD"))).toBe(false);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test.each([
  ["little", ":"],
  ["much", "seq 1200 | sed 's,^,r/,' | xargs touch"],
])("what is spared is left as it is beside %s", async (_, program) => {
  const dir = mkdtempSync(join(memory, "milepost-test-"));
  try {
    execFileSync("sh", ["-c", `${asLaid}; mkdir -p r/modules/deep; touch r/modules/deep/x r/y; ${program}`], {
      cwd: dir,
    });
    const before = lstatSync(join(dir, "r/modules/deep/x")).ino;
    await removeOthers(join(dir, "r"), { ...wanted, spared: "modules" });
    expect(lstatSync(join(dir, "r/modules/deep/x")).ino).toBe(before);
    expect(existsSync(join(dir, "r/y"))).toBe(false);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
