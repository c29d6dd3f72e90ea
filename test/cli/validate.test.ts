import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scene } from "../git/scene.ts";
import { milepost, parsed } from "./milepost.ts";

const folder = "test/core/plan/broken";
/** Of each kind of problem one: what is said of all is shown where plans are loaded. */
const broken = ["bad-branches", "binary", "circular-needs", "utf-16"];

test.each(broken)("%s.yml is refused with all its problems and nothing else", async (name) => {
  const { exitCode, stdout, stderr } = await milepost(["validate", `${name}.yml`], { cwd: folder });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(`${stderr}\n`).toBe(await readFile(join(folder, `${name}.txt`), "utf8"));
});

test("what a setting of the command line breaks is told of the setting, and not of a line that nobody wrote", async () => {
  await using place = await scene();
  const file = join(place.dir, "plan.yml");
  await writeFile(
    file,
    "version: 1\nplan: p\ntitle: 5\nbodies: [{ body: a, todos: [{ todo: one, title: One }] }]\n",
  );
  const set = ["verfy=x", "limits.lines=abc"].flatMap((one) => ["--set", one]);
  const { stderr } = await milepost(["run", file, "--repo", place.repo, ...set]);
  const lines = String(stderr).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/plan\.yml:3:8: `title` is the number 5/),
      "--set verfy=x: unknown key `verfy`, expected `verify`",
      "--set limits.lines=abc: `lines` is `abc`, expected a whole number",
    ]),
  );
});

test("warnings stop nothing", async () => {
  const { exitCode, stdout, stderr } = await milepost(["validate", "warnings.yml"], { cwd: folder });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("warnings.yml is right");
  expect(`${stderr}\n`).toBe(await readFile(join(folder, "warnings.txt"), "utf8"));
});

test("files that are no plans are refused, each in its own words", async () => {
  await using place = await scene();
  const at = (name: string) => join(place.dir, name);
  await mkdir(at("folder"));
  await writeFile(at("large.yml"), Buffer.alloc(5_000_000, "a: b\n"));
  await writeFile(at("binary.yml"), Buffer.from([0, 1, 2]));
  await writeFile(at("latin.yml"), Buffer.from([0x74, 0xe9]));
  await writeFile(at("empty.yml"), "");
  const said = {
    folder: "is a folder, not a plan file",
    "large.yml": "the file has 5000000 bytes, expected at most 1048576",
    "binary.yml": "the file is binary",
    "latin.yml": "the file is not UTF-8 in line 1",
    "empty.yml": "empty",
    "missing.yml": "there is no plan file",
  };
  for (const [name, words] of Object.entries(said)) {
    const { exitCode, stdout, stderr } = await milepost(["validate", at(name)]);
    expect({ name, exitCode, stdout }).toEqual({ name, exitCode: 1, stdout: "" });
    expect(stderr).toContain(words);
  }
});

test("a plan that is right is summed up in its order", async () => {
  const { exitCode, stdout } = await milepost(["validate", "plans/demo.yml"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
"✓ plans/demo.yml is right: Open a corner shop
  4 bodies, 7 todos, at most 4 at once

order  body       todo        needs            starts from  branch
01a    money      cents                        main         shop/01a-cents
01b    money      discounts   cents            01a          shop/01b-discounts
02a    catalogue  products                     main         shop/02a-products
02b    catalogue  search      products         02a          shop/02b-search
03a    checkout   cart        cents, products  01a + 02a    shop/03a-cart
03b    checkout   receipt     cart             03a          shop/03b-receipt
04a    testing    smoke-test  search, receipt  02b + 03b    shop/04a-smoke-test"
`);
});

test("programs get the same as JSON, problems too", async () => {
  const right = parsed((await milepost(["validate", "plans/demo.yml", "--json"])).stdout);
  expect(right).toMatchObject([{ type: "validation", ok: true, plan: "demo", problems: [] }]);
  const wrong = await milepost(["validate", join(folder, "tabs.yml"), "--json"]);
  expect(wrong.exitCode).toBe(1);
  expect(parsed(wrong.stdout)).toMatchObject([{ ok: false, problems: [{ level: "error" }] }]);
});
