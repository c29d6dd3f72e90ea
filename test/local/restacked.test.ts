import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { agentScript, linesOf, newWorld, type Ran, reviewerScript, runToEnd, type World } from "./world.ts";

const at = { owner: "owner", repo: "R" };

/** What a person does on the forge of a world in which nothing runs. */
const visit = async <Result>(world: World, act: (person: Person) => Promise<Result>): Promise<Result> => {
  await using forge = await startForge({ dataDir: join(world.repo, ".milepost/forge") });
  const auth = forge.accounts.find(({ role }) => role === "owner")?.token ?? "";
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const { rest } = new Octokit({ baseUrl: forge.url, auth, log });
  const pullOf = async (branch: string) => {
    const { data } = await rest.pulls.list({ ...at, state: "all", head: `owner:${branch}` });
    const { data: pull } = await rest.pulls.get({ ...at, pull_number: data[0]?.number ?? 0 });
    return pull;
  };
  return await act({
    pullOf,
    push: async (branch, path, text) => {
      const { data } = await rest.repos
        .getContent({ ...at, path, ref: branch })
        .catch(() => ({ data: null }));
      const sha = data && "sha" in data ? { sha: data.sha } : {};
      const content = Buffer.from(text).toString("base64");
      const author = { name: "owner", email: "owner@example.com" };
      const message = "By hand\n\nSigned-off-by: owner <owner@example.com>";
      await rest.repos.createOrUpdateFileContents({
        ...at,
        path,
        branch,
        message,
        content,
        author,
        committer: author,
        ...sha,
      });
    },
    approve: async (branch) => {
      const { number: pull_number } = await pullOf(branch);
      await rest.pulls.createReview({ ...at, pull_number, event: "APPROVE", body: "Good" });
    },
    update: async (branch) => {
      const { number: pull_number } = await pullOf(branch);
      await rest.pulls.updateBranch({ ...at, pull_number });
    },
    merge: async (branch, merge_method) => {
      const { number: pull_number } = await pullOf(branch);
      await rest.pulls.merge({ ...at, pull_number, merge_method });
    },
    filesOf: async (branch) => {
      const { number: pull_number } = await pullOf(branch);
      const { data } = await rest.pulls.listFiles({ ...at, pull_number });
      return data.map(({ filename, additions }) => `${filename} +${additions}`);
    },
    pathsIn: async (ref) => {
      const { data } = await rest.repos.getContent({ ...at, path: "", ref });
      return Array.isArray(data) ? data.map(({ path }) => path) : [];
    },
    reviewsOf: async (branch) => {
      const { number: pull_number } = await pullOf(branch);
      const { data } = await rest.pulls.listReviews({ ...at, pull_number });
      return data.map(({ state, body }) => `${state} ${body.split("\n")[0]}`);
    },
  });
};

interface Person {
  pullOf(branch: string): Promise<{ number: number; base: { ref: string }; state: string }>;
  push(branch: string, path: string, text: string): Promise<void>;
  approve(branch: string): Promise<void>;
  /** Has a branch take in what is below it, by the forge's button. */
  update(branch: string): Promise<void>;
  merge(branch: string, method: "merge" | "squash" | "rebase"): Promise<void>;
  filesOf(branch: string): Promise<string[]>;
  /** What is at the top of a branch's tree. */
  pathsIn(branch: string): Promise<string[]>;
  reviewsOf(branch: string): Promise<string[]>;
}

const bodyOf = (...todos: string[]): string =>
  `bodies:\n  - { body: a, todos: [${todos.map((todo, at) => `{ todo: ${todo}, order: 0${at}a, title: ${todo} }`).join(", ")}] }\n`;

/** Notes which todos were worked on and judged. */
const counted = (world: World, more = "") => ({
  agent: world.file("agent.sh", agentScript(`echo "$MILEPOST_TODO" >> ${world.dir}/worked\n${more}`)),
  reviewer: world.file(
    "reviewer.cjs",
    reviewerScript(
      `(require("node:fs").appendFileSync("${world.dir}/judged", todo + "\\n"), { decision: "approve" })`,
    ),
  ),
});

const settledIn = (ran: Ran): string[] =>
  ran.events.flatMap((event) => (event.type === "settled" ? [`${event.todo} ${event.result}`] : []));

test("what a person changes below is taken in above, by them or lowest first, and the approvals there are carried", async () => {
  using world = newWorld();
  const setting = {
    plan: world.plan(`verify: ["echo $PWD >> ${world.dir}/verified"]\n${bodyOf("a1", "a2", "a3")}`),
    ...counted(world),
  };
  expect((await runToEnd(world, setting)).code).toBe(0);
  const before = linesOf(world, "verified").length;
  await visit(world, async ({ push, approve, update, filesOf }) => {
    expect(await filesOf("t/02a-a3")).toEqual(["src/a/a3.txt +1"]);
    await push("t/00a-a1", "hello.txt", "hello\n");
    await approve("t/00a-a1");
    await update("t/01a-a2");
  });
  const ran = await runToEnd(world, setting);
  expect([ran.code, ran.result.milestone?.state]).toEqual([0, "closed"]);
  expect(settledIn(ran)).toEqual(["a1 approved", "a2 restacked", "a3 restacked"]);
  expect(linesOf(world, "worked")).toEqual(["a1", "a2", "a3"]);
  expect(linesOf(world, "judged")).toEqual(["a1", "a2", "a3", "a1"]);
  expect(linesOf(world, "verified").length - before).toBe(3);
  await visit(world, async ({ filesOf, reviewsOf }) => {
    for (const [branch, todo] of [
      ["t/01a-a2", "a2"],
      ["t/02a-a3", "a3"],
    ] as const) {
      expect(await filesOf(branch)).toEqual([`src/a/${todo}.txt +1`]);
      expect(await reviewsOf(branch)).toEqual([
        "APPROVED **Round 1: approved**",
        expect.stringMatching(/^APPROVED \*\*Round 1: the approval of [0-9a-f]{40} holds for this head\*\*$/),
      ]);
    }
  });
  const again = await runToEnd(world, setting);
  expect([again.code, again.result.requests.write]).toEqual([0, 0]);
});

test("after a squash below, each pull request shows its own change alone, and a fix that landed there stays", async () => {
  using world = newWorld();
  const append = 'for line in $(seq 400); do echo "$MILEPOST_TODO $line" >> shared.txt; done';
  const setting = {
    plan: world.plan(`limits: { lines: 450 }\n${bodyOf("a1", "a2", "a3")}`),
    ...counted(world, append),
  };
  expect((await runToEnd(world, setting)).code).toBe(0);
  const own = (todo: string) => ["shared.txt +400", `src/a/${todo}.txt +1`];
  await visit(world, async ({ push, merge, filesOf }) => {
    expect(await filesOf("t/02a-a3")).toEqual(own("a3"));
    await push("t/00a-a1", "fix.txt", "a fix that the branches above do not have\n");
    await merge("t/00a-a1", "squash");
  });
  const second = await runToEnd(world, setting);
  expect([second.code, settledIn(second)]).toEqual([0, ["a2 restacked", "a3 restacked", "a1 approved"]]);
  const shownIn = async ({ pullOf, filesOf, pathsIn }: Person) => {
    const pulls = ["t/01a-a2", "t/02a-a3"] as const;
    return await Promise.all(
      pulls.map(async (branch) => {
        const { base, state } = await pullOf(branch);
        const paths = await pathsIn(branch);
        return [state, base.ref, ...(await filesOf(branch)), paths.includes("fix.txt")];
      }),
    );
  };
  await visit(world, async (person) => {
    expect(await shownIn(person)).toEqual([
      ["open", "main", ...own("a2"), true],
      ["open", "t/01a-a2", ...own("a3"), true],
    ]);
    await person.merge("t/01a-a2", "rebase").catch(() => person.merge("t/01a-a2", "squash"));
  });
  const third = await runToEnd(world, setting);
  expect([third.code, settledIn(third)]).toEqual([0, ["a3 restacked"]]);
  expect(third.result.pulls.map(({ lines }) => lines)).toEqual([402, 401, 401]);
  await visit(world, async (person) => {
    expect((await shownIn(person))[1]).toEqual(["open", "main", ...own("a3"), true]);
    await person.merge("t/02a-a3", "merge");
    expect(await person.pathsIn("main")).toEqual(["README.md", "fix.txt", "shared.txt", "src"]);
  });
  expect(linesOf(world, "worked")).toEqual(["a1", "a2", "a3"]);
  expect(linesOf(world, "judged")).toEqual(["a1", "a2", "a3", "a1"]);
});

test("what breaks two others rests on both, takes in what becomes of either, and keeps its approval", async () => {
  using world = newWorld();
  const check = world.file(
    "check.sh",
    'if [ "$(find src -type f 2>/dev/null | wc -l)" -gt 2 ] && ! [ -e allowed.txt ]; then echo "three files"; exit 1; fi\n',
  );
  const takesIn = `if [ "$MILEPOST_ROUND" != 1 ]; then
  git merge --quiet --no-edit "origin/$MILEPOST_BASE" > /dev/null
  echo yes > allowed.txt
fi`;
  const bodies = ["a", "b", "c"].map(
    (body) => `  - { body: ${body}, todos: [{ todo: ${body}1, order: 00${body}, title: ${body} }] }\n`,
  );
  const setting = {
    plan: world.plan(`parallel: 3\nverify: ["sh ${check}"]\nbodies:\n${bodies.join("")}`),
    ...counted(world, takesIn),
  };
  expect((await runToEnd(world, setting)).code).toBe(0);
  const own = ["allowed.txt +1", "src/c/c1.txt +2"];
  await visit(world, async ({ pullOf, filesOf, push, approve }) => {
    expect([(await pullOf("t/00c-c1")).base.ref, ...(await filesOf("t/00c-c1"))]).toEqual([
      "milepost/base/00c",
      ...own,
    ]);
    await push("t/00a-a1", "hello.txt", "hello\n");
    await approve("t/00a-a1");
  });
  const second = await runToEnd(world, setting);
  expect([second.code, settledIn(second).sort()]).toEqual([0, ["a1 approved", "c1 restacked"]]);
  await visit(world, async ({ filesOf, merge }) => {
    expect(await filesOf("t/00c-c1")).toEqual(own);
    await merge("t/00a-a1", "squash");
    await merge("t/00b-b1", "squash");
  });
  const third = await runToEnd(world, setting);
  expect([third.code, settledIn(third)]).toEqual([0, ["c1 restacked"]]);
  await visit(world, async ({ pullOf, filesOf, pathsIn }) => {
    const { base, state } = await pullOf("t/00c-c1");
    expect([state, base.ref, ...(await filesOf("t/00c-c1"))]).toEqual(["open", "main", ...own]);
    expect(await pathsIn("t/00c-c1")).toContain("hello.txt");
  });
  expect(linesOf(world, "judged").sort()).toEqual(["a1", "a1", "b1", "c1", "c1"]);
});
