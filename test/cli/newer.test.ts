import { basename, join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { stageShop } from "./stage.ts";

const plan = `version: 1
plan: shop
title: Open a shop
branches: shop/{order}-{slug}
sandbox: off
limits: { rounds: 1 }
bodies: [{ body: cart, todos: [{ todo: add, title: Add things }] }]
`;

const scripts = {
  "shop.yml": plan,
  agent: '#!/bin/sh\necho "$MILEPOST_ROUND" >> add.txt\n',
  reviewer: `#!/bin/sh
echo '{"decision":"request_changes","summary":"No.","commit":"'$MILEPOST_HEAD'"}' > "$MILEPOST_VERDICT"
`,
};

/** A plan whose one todo is blocked after a round that its reviewer did not approve. */
const stage = async () => {
  const place = await stageShop({ "README.md": "A shop.\n" }, scripts);
  expect((await place.run()).exitCode).toBe(2);
  return place;
};

/** The bodies of all issues, the first one's first, after `change` was made to each. */
const bodies = async (repo: string, change: (body: string) => string = (body) => body) => {
  await using forge = await startForge({ dataDir: join(repo, ".milepost/forge") });
  const auth = forge.accounts.find(({ role }) => role === "bot")?.token ?? "";
  const { issues } = new Octokit({ baseUrl: forge.url, auth }).rest;
  const at = { owner: "owner", repo: basename(repo) };
  const { data } = await issues.listForRepo({ ...at, state: "all", direction: "asc" });
  const changed = data.flatMap(({ number, body, pull_request }) =>
    pull_request ? [] : [{ issue_number: number, body: change(body ?? "") }],
  );
  for (const { issue_number, body } of changed) await issues.update({ ...at, issue_number, body });
  return changed.map(({ body }) => body);
};

test("every command that looks at records of a newer version says to update, and touches nothing", async () => {
  await using place = await stage();
  const before = await bodies(place.repo, (body) => body.replace(/"v":\d/, '"v":3'));
  expect(before.length).toBeGreaterThan(2);
  const calls = [
    place.run,
    () => place.call("status"),
    () => place.call("status", place.file),
    () => place.call("show", "add", "--plan", place.file),
    () => place.call("diff", "add"),
    () => place.call("preview", place.file),
    () => place.call("say", place.file, "retry", "--todo", "add"),
  ];
  for (const call of calls) {
    const { exitCode, stderr } = await call();
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/written by a newer Milepost: update/)]);
  }
  expect(await bodies(place.repo)).toEqual(before);
});

test("what a newer Milepost of the same version keeps in records is there after commands and lanes", async () => {
  await using place = await stage();
  const marked = await bodies(place.repo, (body) =>
    body
      .replace(/"v":\d/, '$&,"w":{"x":1}')
      .replace('"runs":', '"euros":3,"runs":')
      .replace('"since":', '"until":"never","since":'),
  );
  expect((await place.call("say", place.file, "retry", "--todo", "add")).exitCode).toBe(0);
  expect((await place.run()).exitCode).toBe(2);
  const after = await bodies(place.repo);
  for (const [at, body] of marked.entries()) {
    expect(after[at]).toContain('"w":{"x":1}');
    for (const key of ['"euros":3', '"until":"never"'])
      expect([key, after[at]?.includes(key)]).toEqual([key, body.includes(key)]);
  }
  expect(after[1]).toMatch(/"rounds":2/);
});
