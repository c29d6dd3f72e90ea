import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { workflowFiles } from "../../src/cli/workflow-files.ts";
import { loadPlanFile } from "../../src/local/plan-file.ts";
import { commit, type Scene, scene, sh } from "../git/scene.ts";
import { milepost } from "./milepost.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const ref = `acme/actions@${sha}`;
const workflows = ["milepost.yml", "milepost-lane.yml", "milepost-commands.yml", "milepost-checks.yml"].map(
  (name) => `.github/workflows/${name}`,
);

/** Runs init without a network and without a token, in a repository. */
const init = (repo: string, ...args: string[]) =>
  milepost(["init", "--repo", repo, ...args], {
    env: { GITHUB_TOKEN: "", GH_TOKEN: "", GITHUB_SERVER_URL: "http://127.0.0.1:9" },
  });

const written = async ({ repo }: Pick<Scene, "repo">): Promise<string[]> =>
  (await sh(repo, "status", "--porcelain", "--untracked-files=all")).split("\n").map((line) => line.slice(3));

test("an empty repository gets four workflows and a plan that is right, and is told what a person must do", async () => {
  await using at = await scene();
  const repo = join(at.dir, "empty");
  await sh(at.dir, "init", "--quiet", "--initial-branch=trunk", repo);
  const { exitCode, stdout, stderr } = await init(repo, "--ref", ref);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect((await written({ repo })).sort()).toEqual([...workflows, "plans/first-plan.yml"].sort());
  for (const { path, text } of await workflowFiles({ repository: "acme/actions", ref: sha }))
    expect(await readFile(join(repo, path), "utf8")).toBe(text);
  const { plan, warnings } = await loadPlanFile(join(repo, "plans/first-plan.yml"));
  expect([plan.id, plan.base, warnings]).toEqual(["first-plan", "trunk", []]);
  expect(await readFile(join(repo, "plans/first-plan.yml"), "utf8")).toMatch(
    `# yaml-language-server: $schema=https://raw.githubusercontent.com/acme/actions/${sha}/schema/plan.schema.json\n`,
  );
  expect(stdout).toMatch(
    /1\. Secrets.*\n.*gh secret set[\s\S]*2\. An App or a token[\s\S]*3\. The approval setting/,
  );
  expect(stdout).toContain("gh workflow run milepost.yml -f plan=first-plan");
  expect(stdout).toMatch(/✗ repository +.* has no commit/);
});

test("run again, also from a folder in the repository, it changes nothing", async () => {
  await using at = await scene({ "src/a.txt": "a\n" });
  await init(at.repo, "--ref", ref);
  await commit(at.repo, {});
  const { exitCode, stdout } = await init(join(at.repo, "src"), "--ref", ref);
  expect(exitCode).toBe(0);
  expect(
    String(stdout)
      .match(/^ {2}(same|new|differs) .*/gm)
      ?.map((line) => line.trim()),
  ).toEqual(workflows.map((path) => `same  ${path}`));
  expect(await written(at)).toEqual([""]);
});

test("what a person has changed is left, unless it is forced", async () => {
  await using at = await scene();
  await init(at.repo, "--ref", ref, "--plan", "shop");
  const [main = "", lane = ""] = workflows.map((path) => join(at.repo, path));
  const plan = join(at.repo, "plans/shop.yml");
  const before = await readFile(main, "utf8");
  await writeFile(main, "name: Mine\n");
  await writeFile(plan, `${await readFile(plan, "utf8")}# mine\n`);
  await writeFile(lane, (await readFile(lane, "utf8")).replaceAll("\n", "\r\n"));
  const kept = await init(at.repo, "--ref", ref, "--plan", "shop");
  expect(kept.stdout).toMatch(
    /differs {2}\.github\/workflows\/milepost\.yml +is left as it is; --force overwrites it/,
  );
  expect(kept.stdout).toMatch(/same +\.github\/workflows\/milepost-lane\.yml/);
  expect(await readFile(main, "utf8")).toBe("name: Mine\n");
  await init(at.repo, "--ref", ref, "--force");
  expect(await readFile(main, "utf8")).toBe(before);
  expect(await readFile(plan, "utf8")).toMatch(/# mine\n$/);
  await init(at.repo, "--ref", ref, "--force", "--plan", "shop");
  expect(await readFile(plan, "utf8")).not.toContain("# mine");
});

test("a dry run shows what would be written, and writes nothing", async () => {
  await using at = await scene();
  const { exitCode, stdout } = await init(at.repo, "--ref", ref, "--dry-run");
  expect(exitCode).toBe(0);
  expect(String(stdout).match(/^ {2}new /gm)).toHaveLength(5);
  expect(await written(at)).toEqual([""]);
});

test("prompts are put into the starter plan as they stand, and it is still right", async () => {
  await using at = await scene();
  await init(at.repo, "--ref", ref, "--prompts", "--plan", "with-prompts");
  const { plan } = await loadPlanFile(join(at.repo, "plans/with-prompts.yml"));
  for (const kind of ["implement", "fix", "review"] as const)
    expect(plan.prompts[kind]).toBe(await readFile(`prompts/${kind}.md`, "utf8"));
});

test("a tag is written as the commit that it is, with its name beside it", async () => {
  await using at = await scene();
  const actions = join(at.dir, "servers/acme/actions");
  await sh(at.dir, "init", "--quiet", "--initial-branch=main", actions);
  const tagged = await commit(actions, { "action.yml": "name: A\n" });
  await sh(actions, "tag", "--annotate", "v1.2.0", "--message=v1.2.0");
  await commit(actions, { "action.yml": "name: B\n" });
  const { stderr } = await milepost(["init", "--repo", at.repo, "--ref", "acme/actions@v1.2.0"], {
    env: { GITHUB_TOKEN: "", GH_TOKEN: "", GITHUB_SERVER_URL: pathToFileURL(join(at.dir, "servers")).href },
  });
  expect(stderr).toBe("");
  expect(await readFile(join(at.repo, workflows[0] ?? ""), "utf8")).toContain(
    `uses: acme/actions@${tagged} # v1.2.0\n`,
  );
});

test("a tag that is not there yet is told, and nothing is written", async () => {
  await using at = await scene();
  const servers = join(at.dir, "servers");
  await sh(at.dir, "init", "--quiet", "--initial-branch=main", join(servers, "milepost-dev/milepost"));
  await commit(join(servers, "milepost-dev/milepost"), { "action.yml": "name: A\n" });
  const { exitCode, stderr } = await milepost(["init", "--repo", at.repo], {
    env: { GITHUB_TOKEN: "", GH_TOKEN: "", GITHUB_SERVER_URL: pathToFileURL(servers).href },
  });
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/has no tag or branch v.*\n.*--ref owner\/name@/),
  ]);
  expect(await written(at)).toEqual([""]);
});

test("a tag that nobody can be asked about is written as it is, and that is said", async () => {
  await using at = await scene();
  const { exitCode, stdout } = await init(at.repo, "--ref", "acme/actions@v9");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("acme/actions could not be asked which commit v9 is");
  expect(await readFile(join(at.repo, workflows[0] ?? ""), "utf8")).toContain("uses: acme/actions@v9\n");
});

test.each([
  ["outside of a repository", (at: Scene) => ({ repo: at.dir }), "is not in a git repository"],
  ["in a bare repository", (at: Scene) => ({ repo: join(at.dir, "bare.git") }), "is a bare repository"],
  [
    "with a ref that names nothing",
    (at: Scene) => ({ repo: at.repo, args: ["--ref", "v1"] }),
    "names no actions",
  ],
  [
    "with a plan that is no id",
    (at: Scene) => ({ repo: at.repo, args: ["--plan", "../x"] }),
    "is no id of a plan",
  ],
  [
    "through a link that leads out",
    (at: Scene) => ({ repo: join(at.dir, "linked") }),
    ".github is in the way",
  ],
])("%s nothing is written", async (_, where, message) => {
  await using at = await scene();
  await sh(at.dir, "init", "--quiet", "--bare", join(at.dir, "bare.git"));
  await sh(at.dir, "init", "--quiet", join(at.dir, "linked"));
  await mkdir(join(at.dir, "outside"));
  await symlink(join(at.dir, "outside"), join(at.dir, "linked/.github"));
  const { repo, args = [] }: { repo: string; args?: string[] } = where(at);
  const { exitCode, stderr } = await init(repo, "--ref", ref, ...args);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(message);
  expect(await written(at)).toEqual([""]);
});
