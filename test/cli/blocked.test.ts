import { rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Octokit } from "@octokit/rest";
import { execa } from "execa";
import { startForge } from "../../src/forge/server.ts";
import { main } from "../main.ts";
import { parsed } from "./milepost.ts";
import { stageShop } from "./stage.ts";

const plan = `version: 1
plan: shop
title: Open a shop
branches: shop/{order}-{slug}
sandbox: off
checkBase: false
verify: ["sh ./check.sh"]
limits: { attempts: 2, fixes: 0 }
bodies: [{ body: cart, todos: [{ todo: add, title: Add things }] }]
`;

const secret = `ghp_${"a1B2".repeat(9)}`;

/** Fails with more output than anybody wants to read, which tries to be more than text. */
const check = `[ -e good.txt ] && exit 0
i=0; while [ $i -lt 300 ]; do echo "line $i of a long log"; i=$((i+1)); done
echo '@everybody ![x](http://example.com/x.png) <!-- /milepost-blocked --> ${secret}'
echo "the very last word"
exit 3
`;

const stage = () => {
  const agent = `#!/bin/sh\necho $$ >> add.txt\n[ -e "$(dirname "$0")/good" ] && touch good.txt\ntrue\n`;
  const reviewer = `#!/bin/sh\necho '{"decision":"approve","summary":"Fine.","commit":"'$MILEPOST_HEAD'"}' > "$MILEPOST_VERDICT"\n`;
  return stageShop({ "README.md": "A shop.\n", "check.sh": check }, { "shop.yml": plan, agent, reviewer });
};

/** The issue of the todo and the comments on it. */
const issueOf = async (repo: string, issue_number: number) => {
  await using forge = await startForge({ dataDir: join(repo, ".milepost/forge") });
  const auth = forge.accounts.find(({ role }) => role === "bot")?.token ?? "";
  const { issues } = new Octokit({ baseUrl: forge.url, auth }).rest;
  const at = { owner: "owner", repo: basename(repo), issue_number };
  const comments = (await issues.listComments(at)).data.map(({ body = "" }) => body);
  const text = ((await issues.get(at)).data.body ?? "").replace(/^<!-- milepost \{.*\} -->/, "");
  return { text, told: comments.filter((one) => one.startsWith("<!-- milepost-note blocked ")) };
};

/** What has to be read wherever a blocked todo is shown. */
const saysWhy = [
  /2 attempts failed; gates do not pass: verify/,
  /`sh \.\/check\.sh` failed, exit code 3/,
  /the very last word/,
  /2 failed attempts in this round/,
  /\.milepost\/lanes\/shop\/add\/attempts\/r1-a2-\w{7}/,
  /retry/,
];

/** What the two attempts of the todo left is all there, of each by itself. */
const lookBack = async ({ call, repo }: Awaited<ReturnType<typeof stage>>) => {
  const [shown] = parsed((await call("show", "00a", "--json")).stdout);
  expect(shown).toMatchObject({
    attempts: [
      { number: 1, round: 1, attempt: 1, ended: { result: "refused" } },
      { number: 2, round: 1, attempt: 2, ended: { result: "refused" } },
    ],
  });
  for (const attempt of [[], ["--attempt", "1"]]) {
    const { stdout } = await call("logs", "add", ...attempt);
    expect(stdout).toMatch(/▶ agent: command .*\n■ agent: exit code 0.*\n\n▶ verify: sh \.\/check\.sh/);
    expect(stdout).toMatch(/line 3 of(.|\n)*the very last word\n■ verify: exit code 3/);
  }
  const [first] = parsed((await call("logs", "--json", "--step", "verify")).stdout);
  expect(first).toMatchObject({ type: "log", todo: "add", attempt: 2, step: "verify", kind: "head" });
  expect((await call("diff", "add")).stdout).toMatch(/^\+\+\+ b\/add\.txt$/m);
  for (const [args, said] of wrong) {
    const { exitCode, stderr } = await call(...args);
    expect([args, exitCode, stderr]).toEqual([args, 1, expect.stringMatching(said)]);
  }
  await rename(join(repo, ".milepost"), join(repo, "lost"));
  for (const [args, said] of lost) {
    const { exitCode, stderr } = await call(...args);
    expect([args, exitCode, stderr]).toEqual([args, 1, expect.stringMatching(said)]);
  }
  await rename(join(repo, "lost"), join(repo, ".milepost"));
};

const wrong: readonly (readonly [readonly string[], RegExp])[] = [
  [["show", "ad"], /no todo ad; did you mean `add`\?/],
  [["logs", "ad"], /no todo ad; did you mean `add`\?/],
  [["logs", "add", "--attempt", "9"], /attempt 9 of add is not here\n.*these are kept: 1, 2;/],
  [["logs", "--attempt", "1"], /name it: milepost logs <todo> --attempt 1/],
  [["diff", "add", "--round", "1"], /not reviewed in a round 1\n.*it has no review yet/],
];

/** The home is gone, and nobody says which plan is meant. */
const lost: readonly (readonly [readonly string[], RegExp])[] = [
  [["logs"], /no program has run here yet, or its logs are gone/],
  [["diff", "add"], /no plan has run here.*\n.*milepost diff add --plan <file>/],
];

test("why a todo is blocked is told on its issue, at the run's end and by status, once each time", async () => {
  await using place = await stage();
  const ended = await place.run();
  expect(ended.exitCode).toBe(2);
  const { text, told } = await issueOf(place.repo, 2);
  expect(told).toHaveLength(1);
  const shown = [
    ended.stdout,
    (await place.call("status")).stdout,
    (await place.call("status", place.file)).stdout,
    (await place.call("show", "add")).stdout,
    text,
    told[0],
  ];
  for (const words of shown) {
    for (const part of saysWhy) expect(words).toMatch(part);
    expect(words).not.toContain(secret);
    expect(words).not.toContain("line 3 of");
  }
  for (const words of [text, told[0]]) expect(words).toMatch(/^ {4}@\u200beverybody !\[x\]/m);
  expect(text).toContain("Body `cart` · order `00a`");

  await lookBack(place);

  await place.run();
  expect((await issueOf(place.repo, 2)).told).toEqual(told);
  await place.run("--retry");
  const again = await issueOf(place.repo, 2);
  expect(again.told).toEqual([told[0], expect.stringContaining("milepost-note blocked 2 ")]);

  await writeFile(place.at("good"), "");
  const { stdout: closely } = await place.call("show", "add");
  const [, typed = ""] = /next: {2}milepost (.*?) +#/.exec(String(closely)) ?? [];
  expect(typed).toMatch(/^say \S.*shop\.yml'? retry --todo 00a --repo /);
  expect((await execa(`"${process.execPath}" "${main}" ${typed}`, { shell: true })).stdout).toContain(
    "it has new attempts and rounds",
  );
  expect((await place.run()).exitCode).toBe(0);
  const done = await issueOf(place.repo, 2);
  expect(done.told).toHaveLength(2);
  expect(done.text).not.toContain("Blocked");
  await rm(place.at("good"));
});
