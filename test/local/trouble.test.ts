import {
  agentScript,
  forgeState,
  newWorld,
  type Ran,
  reviewerScript,
  runToEnd,
  type World,
} from "./world.ts";

const two = `limits: { attempts: 2, lines: 20, fixes: 1, rounds: 2 }
bodies:
  - { body: a, owns: ["src/a/**"], todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`;

const inA = (shell: string) => `if [ "$MILEPOST_BODY" = a ]; then ${shell}; fi`;

const programs = (world: World, shell: string, verdict?: string) => ({
  agent: world.file("agent.sh", agentScript(shell)),
  reviewer: world.file("reviewer.cjs", reviewerScript(verdict)),
});

interface Trouble {
  readonly name: string;
  /** Shell code that its agent runs first. */
  readonly agent?: string;
  /** What its reviewer answers, as a JavaScript expression. */
  readonly reviewer?: string;
  readonly reason: RegExp;
}

const costsADollar = `echo '{"outcome":"done","summary":"","usage":{"inputTokens":1,"outputTokens":1,"usd":1}}' > "$MILEPOST_OUTCOME"`;

/** Each in a body of its own, `t0`, `t1` …, with a todo of the body's name. */
const troubles: Trouble[] = [
  {
    name: "an agent that exits with an error",
    agent: "echo no luck >&2; exit 3",
    reason: /exit code 3.*no luck/s,
  },
  { name: "an agent that changes nothing", agent: "exit 0", reason: /changed nothing/ },
  {
    name: "an agent that asks for a person",
    agent: `echo '{"outcome":"blocked","summary":"which database?"}' > "$MILEPOST_OUTCOME"; exit 0`,
    reason: /asks for a person: which database\?/,
  },
  {
    name: "an agent that needs what its body does not own",
    agent: `echo '{"outcome":"blocked","wants":["src/t3/x","lib/b.ts"]}' > "$MILEPOST_OUTCOME"; exit 0`,
    reason: /asks for paths that its body does not own: lib\/b\.ts$/m,
  },
  {
    name: "an agent whose change stays too large",
    agent: "mkdir -p src/t4; seq 50 > src/t4/large.txt",
    reason: /gates do not pass: size/,
  },
  {
    name: "an agent that touches what it does not own",
    agent: "echo x > elsewhere.txt",
    reason: /gates do not pass: scope/,
  },
  {
    name: "a reviewer that never approves",
    reviewer: `{ decision: "request_changes", summary: "still wrong" }`,
    reason: /2 rounds of review did not end in an approval/,
  },
  {
    name: "a reviewer whose verdict cannot be read",
    reviewer: `{ decision: "maybe" }`,
    reason: /verdict cannot be taken.*decision.*retry/s,
  },
  {
    name: "a reviewer that approves another commit",
    reviewer: `{ decision: "approve", commit: "0".repeat(40) }`,
    reason: /verdict cannot be taken.*"commit" is "0000/,
  },
  {
    name: "an agent whose commits change nothing",
    agent: "git commit --quiet --allow-empty --message=Nothing; exit 0",
    reason: /changed nothing/,
  },
  {
    name: "an agent that leaves a rebase unfinished",
    agent: `${costsADollar}; mkdir "$(git rev-parse --absolute-git-dir)/rebase-merge"; exit 0`,
    reason: /2 attempts failed; the agent left a rebase unfinished/,
  },
  {
    name: "an agent whose work may not be taken in",
    agent: `${costsADollar}; git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),src/t11/sub"; git commit --quiet --message=Sub`,
    reason: /2 attempts failed; gates do not pass: hand-off/,
  },
];

describe("in a plan whose bodies all have troubles of their own but one,", () => {
  let ran: Ran;

  beforeAll(async () => {
    using world = newWorld();
    const bodies = [...troubles.keys()].map(
      (at) => `  - { body: t${at}, owns: ["src/t${at}/**"], todos: [{ todo: t${at}, title: T }] }`,
    );
    const cases = troubles.map(({ agent = ":" }, at) => `t${at}) ${agent};;`);
    const verdicts = troubles.map(({ reviewer = '{ decision: "approve" }' }, at) => `t${at}: ${reviewer}`);
    ran = await runToEnd(world, {
      plan: world.plan(`limits: { attempts: 2, lines: 20, fixes: 1, rounds: 2 }
bodies:
${bodies.join("\n")}
  - { body: fine, todos: [{ todo: fine, title: Fine }] }
`),
      ...programs(
        world,
        `case "$MILEPOST_BODY" in\n${cases.join("\n")}\nesac`,
        `({ ${verdicts.join(", ")}, fine: { decision: "approve" } })[body]`,
      ),
    });
  });

  test("that one is done, and the others are blocked", () => {
    expect(ran.code).toBe(2);
    expect(ran.result.todos).toEqual({ total: troubles.length + 1, done: 1, blocked: troubles.length });
    expect(ran.result.waiting).toHaveLength(troubles.length);
  });

  test("what attempts took is booked, also of those that could not be judged or taken in", () => {
    expect(ran.result.spent.usd).toBe(4);
  });

  test.each([...troubles.entries()].map(([at, { name, reason }]) => [name, `t${at}`, reason] as const))(
    "%s blocks its todo with the reason",
    (_, todo, reason) => {
      expect(ran.result.waiting.find((line) => line.includes(`${todo} `))).toMatch(reason);
    },
  );
});

describe("in a plan whose agents get it right in the end,", () => {
  const world = newWorld();
  let ran: Ran;

  beforeAll(async () => {
    const cases = `case "$MILEPOST_BODY" in
a) [ "$MILEPOST_ATTEMPT" = 2 ] || { mkdir -p src/a; echo early > src/a/early.txt; git add --all; git commit -qm Early; exit 1; };;
b) export GIT_AUTHOR_NAME="Some Bot" GIT_AUTHOR_EMAIL="bot@invalid.test";;
c) if [ -e src/c/large.txt ]; then seq 5 > src/c/large.txt; else mkdir -p src/c; seq 50 > src/c/large.txt; fi;;
esac`;
    ran = await runToEnd(world, {
      plan: world.plan(
        `author: { name: Ada, email: ada@example.com }\n${two}  - { body: c, todos: [{ todo: c1, order: 00c, title: C }] }\n`,
      ),
      ...programs(world, cases),
    });
    expect(ran.code).toBe(0);
  });
  afterAll(() => world[Symbol.dispose]());

  test("a todo that failed is tried again, and work that was committed before is kept on the forge", () => {
    expect(ran.result.pulls[0]?.lines).toBe(1);
    const forge = ["--git-dir", ".milepost/forge/repositories/owner/R.git"];
    const refs = world.git(...forge, "for-each-ref", "--format=%(subject)", "refs/milepost/wip");
    expect(refs.trim()).toBe("Early");
  });

  test("every commit of a pull request is the plan's author's and signed off, whoever the agent says it is", () => {
    const format = "--format=%an <%ae>|%(trailers:key=Signed-off-by,valueonly,separator=%x2C)";
    expect(world.git("log", "-1", format, "refs/remotes/milepost/t/00b-b1").trim()).toBe(
      "Ada <ada@example.com>|Ada <ada@example.com>",
    );
  });

  test("failed gates go back to the agent in its run, before anything is pushed", async () => {
    expect(ran.result.pulls[2]).toMatchObject({ lines: 7, rounds: 1 });
    expect((await forgeState(world)).pulls[2]?.commits).toHaveLength(2);
  });
});

test("writes to the user's repository are seen, and a person is asked about them before anything is proposed", async () => {
  using world = newWorld();
  const intruder = inA(
    `echo mine > "${world.repo}/README.md"; git -C "${world.repo}" branch stolen 2>/dev/null || true; sleep 0.5`,
  );
  const ran = await runToEnd(world, { plan: world.plan(two), ...programs(world, intruder) });
  expect(ran.code).toBe(2);
  expect(ran.result.waiting.join()).toMatch(/those of a1, b1: branch stolen appeared, change of README\.md/);
  expect(ran.result.pulls).toEqual([]);
});

test("a change with a secret in it is sent back, and nothing of it reaches the forge", async () => {
  using world = newWorld();
  const secret = ["ghp", "x9Qk3LmZ7tRw", "B2vN8sYc4HdF", "6gJpT1uEaW5o"].reduce((whole, piece, at) =>
    at === 1 ? `${whole}_${piece}` : whole + piece,
  );
  const leak = inA(`mkdir -p src/a; echo 'const token = "${secret}";' > src/a/token.js`);
  const ran = await runToEnd(world, { plan: world.plan(two), ...programs(world, leak) });
  expect(ran.code).toBe(2);
  expect(ran.result.waiting[0]).toMatch(/gates do not pass: secrets/);
  const forge = ["--git-dir", ".milepost/forge/repositories/owner/R.git"];
  expect(world.git(...forge, "log", "--all", "--format=%s").split("\n")).not.toContain("Work on a1, round 1");
  expect(JSON.stringify(ran.events)).not.toContain(secret);
});

test("a blocked todo gets another chance with --retry", async () => {
  using world = newWorld();
  const broken = programs(world, inA("exit 1"));
  const plan = world.plan(two);
  expect((await runToEnd(world, { plan, ...broken })).code).toBe(2);
  const stuck = await runToEnd(world, { plan, ...broken });
  expect([stuck.code, stuck.result.requests.write]).toEqual([2, 0]);
  const mended = await runToEnd(world, { plan, ...programs(world, ""), more: ["--retry"] });
  expect(mended.code).toBe(0);
});
