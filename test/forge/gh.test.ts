import { spawnSync } from "node:child_process";
import { execa } from "execa";
import { type As, openWorld, type Workshop, type World } from "./world.ts";

const newer = process.env.MILEPOST_TEST_GH ?? "";
/** The system's gh; a newer one, which takes minutes to build, where `clients/by-hand.sh` has done that. */
const programs = [
  { name: "gh", file: "gh", needs: "gh" },
  ...(newer === "" ? [] : [{ name: "a newer gh", file: newer, needs: newer }]),
].map((one) => ({ ...one, isHere: spawnSync(one.file, ["--version"]).error === undefined }));

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What gh says, sent to the forge as its proxy. */
const ghAt =
  (workshop: Workshop, file: string) =>
  async (as: As, command: readonly string[]): Promise<string> => {
    const env = {
      GH_HOST: "github.localhost",
      GH_TOKEN: world.token(as) ?? "",
      GH_ENTERPRISE_TOKEN: world.token(as) ?? "",
      GH_REPO: `github.localhost/${workshop.owner}/${workshop.repo}`,
      GH_CONFIG_DIR: workshop.dir,
      http_proxy: world.forge.url,
    };
    const { all } = await execa(file, command, { cwd: workshop.dir, env, all: true, reject: false });
    return all;
  };

/** `gh pr create` wants to stand in a clone that it knows the host of. */
const pull = ["title=Change", "body=Closes #1", "head=feature", "base=main", "draft=true"].flatMap(
  (field) => ["-F", field],
);

const steps: readonly [as: As, command: readonly string[], says: string][] = [
  ["bot", ["auth", "status", "--hostname", "github.localhost"], "Logged in to github.localhost"],
  ["bot", ["secret", "set", "KEY", "--body", "s3cret"], ""],
  ["bot", ["secret", "list"], "KEY"],
  ["bot", ["issue", "create", "-t", "First", "-b", "Text", "-a", "milepost-bot"], "/issues/1"],
  ["bot", ["issue", "list", "--search", "First"], "First"],
  ["bot", ["issue", "comment", "1", "-b", "Hello"], "#issuecomment-"],
  [
    "bot",
    ["issue", "view", "1", "--json", "title,comments", "--jq", ".title, .comments[].body"],
    "First\nHello",
  ],
  ["bot", ["issue", "close", "1", "-r", "not planned"], "Closed issue"],
  ["bot", ["issue", "reopen", "1"], "Reopened issue"],
  ["bot", ["api", "repos/{owner}/{repo}/pulls", ...pull, "--jq", ".html_url"], "/pull/2"],
  ["bot", ["pr", "ready", "2"], "ready for review"],
  ["bot", ["pr", "review", "2", "--approve"], "Can not approve your own pull request"],
  ["reviewer", ["pr", "review", "2", "--approve"], ""],
  ["bot", ["pr", "list", "--json", "number,reviewDecision", "--jq", ".[].reviewDecision"], "APPROVED"],
  ["bot", ["pr", "status"], "Change"],
  ["bot", ["api", "--paginate", "repos/{owner}/{repo}/issues?per_page=1", "--jq", ".[].title"], "First"],
  ["bot", ["search", "prs", "Change", "--json", "title", "--jq", ".[].title"], "Change"],
  ["bot", ["pr", "diff", "2"], "+++ b/a.txt"],
  ["bot", ["pr", "merge", "2", "--squash"], ""],
  ["bot", ["pr", "view", "2", "--json", "state", "--jq", ".state"], "MERGED"],
  ["bot", ["issue", "view", "1", "--json", "state", "--jq", ".state"], "CLOSED"],
];

for (const { name, file, needs, isHere } of programs)
  (isHere ? test : test.skip)(
    `${name} takes an issue and a pull request from beginning to end${isHere ? "" : ` (skipped: needs ${needs})`}`,
    async () => {
      const workshop = await world.repository();
      await workshop.push("feature", { "a.txt": "a\n" }, "main");
      // `gh pr status` goes by the branch of the clone that it stands in.
      await workshop.git(
        "remote",
        "add",
        "hub",
        `https://github.localhost/${workshop.owner}/${workshop.repo}.git`,
      );
      const gh = ghAt(workshop, file);
      for (const [as, command, says] of steps) expect(await gh(as, command)).toContain(says);
      const made = await gh("owner", ["repo", "create", `owner/${workshop.repo}-new`, "--public"]);
      expect(made).toContain(`/owner/${workshop.repo}-new`);
    },
  );
