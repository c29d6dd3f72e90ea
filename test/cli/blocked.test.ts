import { rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { stageShop } from "./stage.ts";

const plan = `version: 1
plan: shop
title: Open a shop
branches: shop/{order}-{slug}
sandbox: off
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
  /\.milepost\/lanes\/shop\/add\/command\.log/,
  /retry/,
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
    (await place.call("status", place.file, "--todo", "add")).stdout,
    text,
    told[0],
  ];
  for (const words of shown) {
    for (const part of saysWhy) expect(words).toMatch(part);
    expect(words).not.toContain(secret);
    expect(words).not.toContain("line 3 of");
  }
  for (const words of [text, told[0]]) expect(words).toMatch(/^ {4}@everybody !\[x\]/m);
  expect(text).toContain("Body `cart` · order `00a`");

  await place.run();
  expect((await issueOf(place.repo, 2)).told).toEqual(told);
  await place.run("--retry");
  const again = await issueOf(place.repo, 2);
  expect(again.told).toEqual([told[0], expect.stringContaining("milepost-note blocked 2 ")]);

  await writeFile(place.at("good"), "");
  expect((await place.run("--retry")).exitCode).toBe(0);
  const done = await issueOf(place.repo, 2);
  expect(done.told).toHaveLength(2);
  expect(done.text).not.toContain("Blocked");
  await rm(place.at("good"));
});
