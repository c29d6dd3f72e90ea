import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { startForge } from "../../src/forge/server.ts";
import { commit } from "../git/scene.ts";
import { agentScript, newWorld, reviewerScript } from "../local/world.ts";
import { milepost } from "./milepost.ts";

interface Check {
  readonly name: string;
  readonly level: string;
  readonly message: string;
  readonly fix: string | null;
}

/** What doctor finds for a plan of one todo, with the forge in GitHub's place. */
const examined = async ({
  more = "",
  files = {},
  env = () => ({}),
  args = [],
}: {
  more?: string;
  /** What the base has besides. */
  files?: Record<string, string>;
  env?: (token: (role: string) => string) => Record<string, string>;
  args?: string[];
}) => {
  using world = newWorld();
  await using forge = await startForge({ dataDir: join(world.dir, "forge") });
  await commit(world.repo, files);
  await forge.createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" });
  const token = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
  const plan = world.plan(`bodies: [{ body: a, todos: [{ todo: a1, title: A }] }]\n${more}`);
  const programs = [
    ...["--agent", `command:${world.file("agent.sh", agentScript())}`],
    ...["--reviewer", `command:${world.file("review.js", reviewerScript())}`],
  ];
  const { stdout, exitCode, stderr } = await milepost(
    ["doctor", plan, "--repo", world.repo, "--json", ...programs, ...args],
    {
      cwd: world.dir,
      env: {
        GITHUB_API_URL: forge.url,
        GITHUB_SERVER_URL: forge.url,
        GITHUB_REPOSITORY: "owner/shop",
        GITHUB_TOKEN: "",
        GH_TOKEN: "",
        MILEPOST_REVIEWER_TOKEN: "",
        ...env(token),
      },
    },
  );
  if (String(stdout) === "") throw new Error(String(stderr));
  const { checks } = JSON.parse(String(stdout)) as { checks: Check[] };
  const found = (name: string) => checks.filter((one) => one.name === name);
  return { exitCode, found, checks, left: readdirSync(dirname(world.repo)) };
};

test.each([
  ["true", "ok", /pass on the base/, null],
  ["no-such-program --all", "problem", /`verify` fails at .*no program no-such-program\n/, /^install it/],
])("with --run the plan's commands are tried on the base: %s", async (command, level, message, fix) => {
  const { exitCode, found, left } = await examined({
    more: `verify: [${JSON.stringify(command)}]\n`,
    args: ["--run", "--forge", "local"],
  });
  expect(exitCode).toBe(level === "ok" ? 0 : 1);
  const told = { level, message: expect.stringMatching(message), fix: fix && expect.stringMatching(fix) };
  expect(found("commands")).toMatchObject([told]);
  expect(left.filter((name) => name.includes("worktrees"))).toEqual([]);
});

test("with two identities and nothing in the way there is no problem", async () => {
  const { exitCode, found, checks } = await examined({
    env: (token) => ({ GITHUB_TOKEN: token("bot"), MILEPOST_REVIEWER_TOKEN: token("reviewer") }),
  });
  expect(checks.filter(({ level }) => level === "problem")).toEqual([]);
  expect(exitCode).toBe(0);
  expect(found("identities")[0]?.level).toBe("ok");
  expect(found("headroom")[0]?.message).toContain("1 todo takes about");
});

test("each way of telling people is looked at, and none of them stops a run", async () => {
  const { exitCode, found } = await examined({
    more: `notify:
  - { webhook: HOOK }
  - { webhook: SLACK_HOOK }
  - { webhook: OTHER_HOOK }
  - { desktop: true }
  - { command: [./none] }
  - { command: [env] }
  - { assign: [owner, stranger] }
`,
    env: (token) => ({
      ...withBot(token),
      ...{ HOOK: "https://example.com/x", SLACK_HOOK: "https://hooks.slack.com/services/very-secret" },
      ...{ DISPLAY: "", WAYLAND_DISPLAY: "" },
    }),
  });
  expect(exitCode).toBe(0);
  const told = found("notify").map(({ level, message, fix }) => `${level}: ${message} > ${fix}`);
  expect(told).toEqual([
    "ok: notices are posted to example.com (HOOK, json) > null",
    "warning: SLACK_HOOK is a webhook of hooks.slack.com > add `format: slack`",
    expect.stringMatching(/^warning: the variable OTHER_HOOK is not set > .*`env:`/),
    expect.stringMatching(/^warning: there is no desktop here/),
    expect.stringMatching(/^warning: there is no program .*none/),
    expect.stringMatching(/^ok: notices are given to .*env; not on GitHub Actions/),
    "ok: owner, stranger: assigned on the forge, and mentioned there > null",
    expect.stringMatching(/^warning: stranger cannot be assigned to issues > /),
  ]);
});

const withBot = (token: (role: string) => string): Record<string, string> => ({ GITHUB_TOKEN: token("bot") });

/** What one look finds: check, level, and words of how to fix it. */
type Findings = readonly (readonly [check: string, level: string, fix: string])[];

test.each<[string, Findings, Parameters<typeof examined>[0]]>([
  ["one identity", [["identities", "warning", "formal"]], { env: withBot }],
  [
    "a token that nobody knows",
    [["token", "problem", "expired"]],
    { env: () => ({ GITHUB_TOKEN: "ghp_none" }) },
  ],
  [
    "no token where GitHub is asked for, a key for signatures and a reviewer that are missing",
    [
      ["token", "problem", "GITHUB_TOKEN"],
      ["signing", "problem", "MILEPOST_SSH_KEY"],
      ["reviewer", "problem", "check its path"],
    ],
    { more: "signing: ssh\n", args: ["--forge", "github", "--reviewer", "command:./no"] },
  ],
  [
    "a repository that the token does not see",
    [["rights", "problem", "access"]],
    { env: (token) => ({ ...withBot(token), GITHUB_REPOSITORY: "owner/none" }) },
  ],
  [
    "a base that is not there",
    [["base on GitHub", "problem", "git push"]],
    { more: "base: trunk\n", env: withBot },
  ],
  [
    "files that the base keeps in Git LFS",
    [["git lfs", "problem", "git lfs migrate export"]],
    {
      files: { "art/.gitattributes": "*.psd filter=lfs diff=lfs merge=lfs -text\n" },
      args: ["--forge", "local"],
    },
  ],
  [
    "a base that the repository lacks, a sandbox that is turned off, and a limit in dollars for what tells none",
    [
      ["base", "warning", "that is there: main"],
      ["sandbox", "warning", "remove"],
      ["prices", "warning", "`prices: { unknown: free }`"],
    ],
    { more: "base: master\nsandbox: off\nlimits: { usd: 5 }\n" },
  ],
])("%s: it is found, and how to fix it", async (_, findings, setup) => {
  const { exitCode, found } = await examined(setup);
  for (const [name, level, fix] of findings)
    expect(found(name)).toEqual([expect.objectContaining({ level, fix: expect.stringContaining(fix) })]);
  expect(exitCode).toBe(findings.some(([, level]) => level === "problem") ? 1 : 0);
});
