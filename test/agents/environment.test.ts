import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { basicEnvironment, namedEnvironment, reviewerEnvironment } from "../../src/agents/environment.ts";
import { folder } from "./folder.ts";

const place = {
  plan: "p",
  body: "b",
  todo: "t",
  order: "00a",
  branch: "x/00a-t",
  base: "main",
  attempt: 1,
  round: 2,
  prompt: "/p.md",
  outcome: "/o.json",
  author: { name: "Milepost", email: "m@example.com" },
};
const review = { diff: "/d", head: "abc", rules: ['say "yes"'], verdict: "/v.json" };

test("a reviewer is told where it is and what to judge", () => {
  expect(reviewerEnvironment(place, review)).toMatchObject({
    MILEPOST_PLAN: "p",
    MILEPOST_BODY: "b",
    MILEPOST_TODO: "t",
    MILEPOST_ORDER: "00a",
    MILEPOST_BRANCH: "x/00a-t",
    MILEPOST_BASE: "main",
    MILEPOST_ATTEMPT: "1",
    MILEPOST_ROUND: "2",
    MILEPOST_PROMPT: "/p.md",
    MILEPOST_OUTCOME: "/o.json",
    MILEPOST_DIFF: "/d",
    MILEPOST_HEAD: "abc",
    MILEPOST_RULES: '["say \\"yes\\""]',
    MILEPOST_VERDICT: "/v.json",
    GIT_COMMITTER_EMAIL: "m@example.com",
  });
});

test("rules that do not fit into a variable are refused", () => {
  const rules = Array.from({ length: 100 }, () => "ü".repeat(1000));
  expect(() => reviewerEnvironment(place, { ...review, rules })).toThrow("over 131000 bytes");
});

test("programs inherit what they need to run, and no token", () => {
  const from = {
    PATH: "/bin",
    HOME: "/h",
    LC_ALL: "C",
    https_proxy: "p",
    GH_TOKEN: "x",
    OPENAI_API_KEY: "k",
    AWS_SECRET: "s",
  };
  expect(basicEnvironment(from)).toEqual({ PATH: "/bin", HOME: "/h", LC_ALL: "C", https_proxy: "p" });
  expect(namedEnvironment(["OPENAI_API_KEY", "MISSING"], from)).toEqual({ OPENAI_API_KEY: "k" });
});

test("toolchains that are installed for the user are found, though programs have a home of their own", async () => {
  await using home = await folder();
  const { dir } = home;
  await mkdir(join(dir, ".rustup"));
  const from = { HOME: dir, JAVA_HOME: dir, GOROOT: "/gone", PYENV_ROOT: dir };
  const { HOME: _, ...found } = basicEnvironment(from);
  expect(found).toEqual({ RUSTUP_HOME: `${dir}/.rustup`, JAVA_HOME: dir, PYENV_ROOT: dir });
});

test.each([
  "GH_TOKEN",
  "GITHUB_TOKEN",
  "MILEPOST_SSH_KEY",
  "MILEPOST_GPG_PASSPHRASE",
  "GH_ENTERPRISE_TOKEN",
  "MILEPOST_TOKEN",
  "ACTIONS_RUNTIME_TOKEN",
])("a plan cannot pass %s", (name) => {
  expect(() => namedEnvironment([name], {})).toThrow(`agents never get ${name}`);
});
