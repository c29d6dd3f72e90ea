import { join } from "node:path";
import { startForge } from "../../src/forge/server.ts";
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
  env = () => ({}),
  args = [],
}: {
  more?: string;
  env?: (token: (role: string) => string) => Record<string, string>;
  args?: string[];
}) => {
  using world = newWorld();
  await using forge = await startForge({ dataDir: join(world.dir, "forge") });
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
  return { exitCode, found: (name: string) => checks.filter((one) => one.name === name), checks };
};

test("with two identities and nothing in the way there is no problem", async () => {
  const { exitCode, found, checks } = await examined({
    env: (token) => ({ GITHUB_TOKEN: token("bot"), MILEPOST_REVIEWER_TOKEN: token("reviewer") }),
  });
  expect(checks.filter(({ level }) => level === "problem")).toEqual([]);
  expect(exitCode).toBe(0);
  expect(found("identities")[0]?.level).toBe("ok");
  expect(found("headroom")[0]?.message).toContain("1 todo takes about");
});

const withBot = (token: (role: string) => string): Record<string, string> => ({ GITHUB_TOKEN: token("bot") });

test.each<[string, string, string, string, Parameters<typeof examined>[0]]>([
  ["one identity", "identities", "warning", "formal", { env: (token) => ({ GITHUB_TOKEN: token("bot") }) }],
  ["a token that nobody knows", "token", "problem", "expired", { env: () => ({ GITHUB_TOKEN: "ghp_none" }) }],
  ["no token where GitHub is asked for", "token", "problem", "GITHUB_TOKEN", { args: ["--forge", "github"] }],
  [
    "a repository that the token does not see",
    "rights",
    "problem",
    "access",
    { env: (token) => ({ GITHUB_TOKEN: token("bot"), GITHUB_REPOSITORY: "owner/none" }) },
  ],
  [
    "a base that is not there",
    "base on GitHub",
    "problem",
    "git push",
    { more: "base: trunk\n", env: withBot },
  ],
  [
    "a key for signatures that is missing",
    "signing",
    "problem",
    "MILEPOST_SSH_KEY",
    { more: "signing: ssh\n" },
  ],
  [
    "a reviewer that is missing",
    "reviewer",
    "problem",
    "check its path",
    { args: ["--reviewer", "command:./no"] },
  ],
  ["a base that the repository lacks", "base", "warning", "that is there: main", { more: "base: master\n" }],
  ["a sandbox that is turned off", "sandbox", "warning", "remove", { more: "sandbox: off\n" }],
])("%s is found, and how to fix it", async (_, name, level, fix, setup) => {
  const { exitCode, found } = await examined(setup);
  expect(found(name)).toEqual([expect.objectContaining({ level, fix: expect.stringContaining(fix) })]);
  expect(exitCode).toBe(level === "problem" ? 1 : 0);
});
