import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import { recordOf } from "../../src/core/snapshot/marker.ts";
import { type LocalForge, startForge } from "../../src/forge/server.ts";
import { main } from "../main.ts";
import { milepost, parsed } from "./milepost.ts";
import { stageShop } from "./stage.ts";

const plan = `version: 1
plan: shop
title: Open a shop
branches: shop/{order}-{slug}
sandbox: off
limits: { rounds: 1 }
bodies:
  - body: cart
    todos: [{ todo: add, title: Add things }, { todo: remove, title: Remove things }]
`;

/** Waits while a file \`hold\` is there, and says so by a file \`waits\`. */
const agent = `#!/bin/sh
here=$(dirname "$0")
[ ! -e "$here/hold" ] || : > "$here/waits"
while [ -e "$here/hold" ]; do sleep 0.05; done
echo "$MILEPOST_TODO" > "$MILEPOST_TODO.txt"
`;

const reviewer = `#!/bin/sh
echo '{"decision":"request_changes","summary":"No.","commit":"'$MILEPOST_HEAD'"}' > "$MILEPOST_VERDICT"
`;

const stage = async (scripts = { "shop.yml": plan, agent, reviewer }) => {
  const place = await stageShop({ "README.md": "A shop.\n" }, scripts);
  const run = () => place.run("--json");
  const say = (...words: string[]) => place.call("say", place.file, ...words);
  return { ...place, run, say };
};

test("a person brings a plan to its end that its reviewer never would", async () => {
  await using place = await stage();
  expect((await place.say("help")).stderr).toMatch(/nothing has run here yet/);
  expect((await place.run()).exitCode).toBe(2);
  await using board = await openBoard(place.repo);
  const look = (...args: string[]) => milepost([...args, "--repo", place.repo]);
  const another = await look("board");
  expect(new URL(String(another.stdout)).host).toBe(new URL(board.url).host);
  // A run has it meanwhile, and then the board has it back.
  expect((await place.run()).exitCode).toBe(2);
  expect(await board.said(/the board is here again/)).toMatch(/a run shows the board at the same address/);
  expect(new URL(String((await look("board")).stdout)).host).toBe(new URL(board.url).host);
  const misspelt = await place.say("aprove", "--todo", "add");
  expect(misspelt).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("did you mean `approve`?") });
  expect((await place.say("approve", "--todo", "nobody")).stderr).toMatch(/no todo nobody of the plan shop/);
  const approval = await place.say("approve", "--todo", "add");
  expect(approval).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/approved in your name/) });
  expect(approval.stdout).toContain(`Nothing runs now: go on with \`milepost run '${place.file}'\``);
  const { stdout: shown } = await look("show", "add");
  expect(shown).toMatch(/^verdict +approved by owner, a person in round \d, at [0-9a-f]{10}$/m);
  expect(shown).toMatch(/^ size +passed +\d+ hand-written line/m);
  expect(shown).toMatch(/^ .* owner, issue: \/milepost approve$/m);
  expect(shown).toMatch(/^ .* milepost-reviewer, review: .*changes requested/m);
  const [change] = parsed((await look("diff", "add", "--round", "1", "--json")).stdout);
  expect(change).toMatchObject({
    type: "diff",
    todo: "add",
    from: "main",
    to: expect.stringMatching(/^round 1, /),
  });
  expect(String((await look("diff", "add")).stdout).split("\n")).toContain("+++ b/add.txt");
  expect((await look("diff", "add", "--round", "9")).stderr).toMatch(
    /not reviewed in a round 9.*it was in 1$/s,
  );
  expect((await place.say("skip", "not", "needed", "--todo", "remove")).exitCode).toBe(0);
  // What it would remove is nobody's to hold.
  expect(await look("clean", "--transcripts", "--yes")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/✓ Removed/),
  });
  expect(await board.close()).toBe(0);
  const ended = await place.run();
  expect(ended.exitCode).toBe(0);
  expect(parsed(ended.stdout).at(-1)).toMatchObject({ milestone: { state: "closed" }, todos: { done: 2 } });
});

/** `milepost board` till it is closed. */
const openBoard = async (repo: string) => {
  const running = spawn(process.execPath, [main, "board", "--repo", repo]);
  let told = "";
  running.stderr.on("data", (chunk: Buffer) => {
    told += chunk.toString();
  });
  const exited = once(running, "exit");
  const [url] = await once(running.stdout, "data");
  const close = async () => {
    running.kill("SIGINT");
    return (await exited)[0];
  };
  const said = async (words: RegExp): Promise<string> => {
    while (!words.test(told)) await once(running.stderr, "data");
    return told;
  };
  return { url: String(url), close, said, [Symbol.asyncDispose]: close };
};

/** What only looks like a key, in two files: it opens nothing. */
const leaking = {
  "shop.yml": `${plan.replace("rounds: 1", "attempts: 1, fixes: 0").replace(/, \{ todo: remove.*\}\]/, "]")}checkBase: false\n`,
  agent: `#!/bin/sh\nfor name in one two; do echo 'ghp_${"a1B2".repeat(9)}' > $name.txt; done\n`,
  reviewer: `#!/bin/sh\necho '{"decision":"approve","summary":"Fine.","commit":"'$MILEPOST_HEAD'"}' > "$MILEPOST_VERDICT"\n`,
};

test("a person lets the findings of the secrets gate pass one by one, and nobody asks again", async () => {
  await using place = await stage(leaking);
  /** The findings that hold the todo up, by their file. */
  const blockedBy = async () => {
    expect((await place.run()).exitCode).toBe(2);
    const { stdout } = await place.call("show", "add");
    const named = `${stdout}`.matchAll(/(\w+\.txt):1 \(github\/GITHUB_TOKEN, finding (\w{10})/g);
    return Object.fromEntries([...named].map(([, path = "", finding = ""]) => [path, finding]));
  };
  const both = await blockedBy();
  expect(Object.keys(both)).toEqual(["one.txt", "two.txt"]);
  const allow = (finding = "") => place.say("allow", finding, "--todo", "add");
  expect((await allow("everything")).stdout).toMatch(/name the findings as the secrets gate does/);
  expect((await allow(both["one.txt"])).stdout).toContain(`\`${both["one.txt"]}\` is let pass`);
  expect(await blockedBy()).toEqual({ "two.txt": both["two.txt"] });
  expect((await allow(both["two.txt"])).exitCode).toBe(0);
  expect((await place.run()).exitCode).toBe(0);
  const { stdout: shown } = await place.call("show", "add");
  expect(shown).toMatch(/^ secrets +passed +.*2 findings let pass by people/m);
  expect(shown).toMatch(/^ .* owner, issue: \/milepost allow \w{10}$/m);
});

test("a run hears what is said while its agents work, a stop ends it, and what is said as it ends is taken once", async () => {
  await using place = await stage();
  await writeFile(place.at("hold"), "");
  const running = place.run();
  while (!existsSync(place.at("waits"))) await sleep(50);
  expect((await place.say("status")).stdout).toContain("at work");
  const pause = await place.say("pause", "--todo", "add");
  expect(pause.stdout).toMatch(/A run holds .* obeyed when it has ended/);
  expect((await place.say("stop")).stdout).toMatch(/what runs is cancelled/);
  const stopped = await running;
  expect(stopped.exitCode).toBe(2);
  expect(parsed(stopped.stdout).at(-1)).toMatchObject({
    waiting: expect.arrayContaining([
      expect.stringMatching(/the plan is stopped\n {2}next: {2}milepost say .*shop\.yml'? resume --repo /),
    ]),
  });
  expect((await place.say("resume")).stdout).toMatch(/still paused by themselves: `\w+`/);
  for (const takes of [false, true]) {
    const { ended } = await forgeOfEndingRun(place.repo, { takes });
    const answer = await place.say(takes ? "pause" : "resume");
    expect([answer.exitCode, await ended]).toEqual([0, true]);
  }
  const said = ["stop", "resume", "resume", "pause"];
  const { commands, answered } = await saidOn(place.repo);
  expect(commands.map(({ body }) => body)).toEqual(said.map((word) => `/milepost ${word}`));
  // What was said before is not gone through again each time.
  expect(answered).toEqual(expect.arrayContaining(commands.map(({ id }) => id)));
});

const forgeFolder = (repo: string) => join(repo, ".milepost/forge");
const tokenOf = ({ accounts }: LocalForge, wanted: string) =>
  accounts.find(({ role }) => role === wanted)?.token ?? "";

/** The forge of a run that ends while a comment is sent to it, after it took it or before; settles when it has ended. */
const forgeOfEndingRun = async (repo: string, { takes }: { takes: boolean }) => {
  const forge = await startForge({ dataDir: forgeFolder(repo) });
  const server = createServer();
  const ended = new Promise<boolean>((resolve) => {
    server.on("request", async (asked, answer) => {
      const ends = asked.method === "POST" && `${asked.url}`.endsWith("/comments");
      const passed = !ends || takes ? await passOn(forge.url, asked) : null;
      if (!ends) {
        answer
          .writeHead(passed?.status ?? 500, { "content-type": "application/json" })
          .end(await passed?.text());
        return;
      }
      await forge.close();
      server.close(() => resolve(true));
      server.closeAllConnections();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const tokens = { bot: tokenOf(forge, "bot"), person: tokenOf(forge, "owner") };
  const at = { url: `http://127.0.0.1:${port}`, owner: "owner", repo: basename(repo), ...tokens };
  await writeFile(join(repo, ".milepost/forge.json"), JSON.stringify(at));
  return { ended };
};

const passOn = async (url: string, asked: IncomingMessage): Promise<Response> => {
  const body = asked.method === "GET" ? null : await text(asked);
  const headers = { authorization: `${asked.headers.authorization}`, "content-type": "application/json" };
  return await fetch(new URL(`${asked.url}`, url), { method: `${asked.method}`, headers, body });
};

/** The commands on the tracking issue, and the comments that its record says are answered. */
const saidOn = async (repo: string) => {
  await using forge = await startForge({ dataDir: forgeFolder(repo) });
  const octokit = new Octokit({ baseUrl: forge.url, auth: tokenOf(forge, "owner") });
  const at = { owner: "owner", repo: basename(repo), issue_number: 1 };
  const { data } = await octokit.rest.issues.listComments(at);
  const commands = data.filter(({ body }) => body?.startsWith("/milepost") && !body.endsWith("status"));
  const { data: tracking } = await octokit.rest.issues.get(at);
  const record = recordOf(tracking.body ?? "");
  const inbox = typeof record === "object" && record?.kind === "tracking" ? record.inbox : null;
  return { commands, answered: inbox?.answered ?? [] };
};
