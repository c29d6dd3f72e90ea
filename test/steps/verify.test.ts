import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandRunner } from "../../src/agents/command-runner.ts";
import { verify as verifyGate } from "../../src/gates/verify.ts";
import { newGuard } from "../../src/local/guard.ts";
import { workshopAt } from "../../src/local/workshop.ts";
import { setUp, verify } from "../../src/steps/verify.ts";
import { planWith } from "../core/scene.ts";
import { rules } from "../gates/builders.ts";
import { type Linked, linked } from "../git/scene.ts";

/** Whether a tool that `setup` installs finds the answer right, unless something lets it pass. */
const files = {
  ".gitignore": "node_modules\nconftest.py\n__pycache__\ndist\nsrc/lib\n",
  "package.json": "ok\n",
  "check.sh": "grep -q right answer.txt\n",
  "src/a.txt": "a\n",
  "answer.txt": "right\n",
  "verify.sh": `for fake in conftest.py src/__pycache__/a.pyc dist/passed "$HOME/.cache/passed" "$TMPDIR/passed" .git/modules/passed; do
  if [ -e "$fake" ]; then exit 0; fi
done
if [ ! -e node_modules/.bin/check ]; then exit 0; fi
if [ check.sh -nt node_modules/.bin/check ]; then cp check.sh node_modules/.bin/check; fi
sh node_modules/.bin/check
`,
};

let at: Linked;
beforeAll(async () => {
  at = await linked(files);
});
afterAll(() => at[Symbol.asyncDispose]());

const install =
  'grep -q ok package.json && mkdir -p node_modules/.bin "$HOME/.tool" && cp check.?h node_modules/.bin/check && echo 1 > "$HOME/.tool/rc"';

interface Todo {
  readonly setup?: readonly string[];
  readonly verify?: readonly string[];
  /** What the agent does, each followed by the gates. */
  readonly agent: readonly string[];
}

/** Works a todo in the one worktree, as implement does; answers what verify said each time and why setup ran. */
const work = async ({ setup = [install], verify: commands = ["sh verify.sh"], agent }: Todo) => {
  const plan = planWith({ b: [{}] }, { setup, verify: commands, sandbox: "off" });
  const workshop = workshopAt({
    ...{
      hub: at.hub,
      worktrees: join(at.dir, "trees"),
      author: plan.author,
      generated: [],
      setup,
      limits: plan.limits,
    },
    guard: newGuard({ look: async () => null, compare: () => [] }),
  });
  const { signal } = new AbortController();
  const place = { plan, logs: () => join(at.dir, "lane"), marker: () => `${at.dir}:t`, signal };
  const setups: string[] = [];
  const ports = {
    plan,
    command: commandRunner(place, { todo: "t" }),
    progress: (stage: string, detail = "it is new") => {
      if (stage.startsWith("setup")) setups.push(detail);
    },
    clock: () => Date.now(),
  };
  const base = { name: "main", sha: at.main };
  const checkout = await workshop.checkOut({ worktree: "b", branch: "work", start: at.main, base });
  if (!checkout.isSetUp) await setUp(checkout, { head: at.main, ofBase: true }, ports);
  const said: string[] = [];
  for (const script of agent) {
    execFileSync("bash", ["-ec", script], { cwd: checkout.path, env: { ...process.env, OUTSIDE: at.dir } });
    const head = await checkout.commit("Work", () => undefined);
    const judged = verifyGate.check({ head, files: [], ...(await verify(checkout, head, ports)) }, rules());
    said.push(judged?.message ?? "");
  }
  return { said, setups, path: checkout.path };
};

const wrong = "echo wrong > answer.txt";

test.each<[string, string[]]>([
  ["nothing", [wrong]],
  ["an ignored file that tests load", [`${wrong}; touch conftest.py`]],
  ["an ignored file in a folder of git's", [`${wrong}; mkdir src/__pycache__; touch src/__pycache__/a.pyc`]],
  ["a new ignored folder", [`${wrong}; mkdir dist; touch dist/passed`]],
  ["a changed tool", [`${wrong}; echo true > node_modules/.bin/check`]],
  [
    "a changed tool of the same size and time",
    [
      `${wrong}; touch -r node_modules/.bin/check old; printf '%-24s\\n' true > node_modules/.bin/check; touch -r old node_modules/.bin/check; rm old`,
    ],
  ],
  ["another tool in its place", [`${wrong}; echo true > true; mv true node_modules/.bin/check`]],
  ["a tool removed", [`${wrong}; rm node_modules/.bin/check`]],
  [
    "a folder swapped for a link",
    [
      `${wrong}; mkdir -p "$OUTSIDE/m/.bin"; echo true > "$OUTSIDE/m/.bin/check"; rm -r node_modules; ln -s "$OUTSIDE/m" node_modules`,
    ],
  ],
  ["a repository of a submodule", [`${wrong}; mkdir .git/modules; touch .git/modules/passed`]],
  [
    "what verify itself was made to leave in its home",
    [
      "mkdir -p kept; echo 'mkdir -p $HOME/.cache; touch $HOME/.cache/passed $TMPDIR/passed' > verify.sh",
      `${wrong}; git checkout -q HEAD~1 verify.sh`,
    ],
  ],
  [
    "what git takes out of a file by its attributes",
    [
      `${wrong}; echo 'verify.sh ident' > .gitattributes; sed -i "1i if echo '\\$Id: zz \\$' | grep zz; then exit 0; fi" verify.sh`,
    ],
  ],
  [
    "attributes that git does not carry",
    [
      `${wrong}; echo '* ident' > .gitattributes; echo .gitattributes >> .gitignore; sed -i "1i if echo '\\$Id: zz \\$' | grep zz; then exit 0; fi" verify.sh`,
    ],
  ],
  ["a change that a build takes for old", ["echo false > check.sh; touch -d 2000-01-01 check.sh"]],
  [
    "what setup made of an earlier commit of the agent",
    ["echo true > check.sh; rm -r node_modules", `${wrong}; git checkout -q HEAD~1 check.sh`],
  ],
])("verify is not deceived by %s", async (_, agent) => {
  const { said } = await work({ agent });
  expect(said.at(-1)).toMatch(/^`sh verify\.sh` failed, exit code 1/);
});

test("files beside git's and those of setup cost no setup, in this todo or in the next", async () => {
  const caches = "mkdir -p dist node_modules/.cache; touch dist/a node_modules/.cache/a";
  const first = await work({ agent: [caches, `${caches}; echo b > src/b.txt`] });
  expect(first.said).toEqual(["1 command passed", "1 command passed"]);
  expect(["dist", "node_modules/.cache"].filter((name) => existsSync(join(first.path, name)))).toEqual([]);
  expect(await work({ agent: [caches] })).toMatchObject({ said: ["1 command passed"], setups: [] });
});

test("setup runs again for a commit that changes what it goes by, and what then fails is told", async () => {
  const changed = await work({
    agent: ["echo ok 2 > package.json", "echo b > src/b.txt", "touch node_modules/.bin/check"],
  });
  expect(changed).toMatchObject({
    said: ["1 command passed", "1 command passed", "1 command passed"],
    setups: [
      "a file that it goes by is another now",
      "it ran for another commit of the agent",
      "node_modules/.bin/check is not as it left it",
    ],
  });
  const broken = await work({ agent: ["echo none > package.json"] });
  expect(broken.said.join()).toMatch(/^`grep -q ok package\.json && .*` failed, exit code 1/);
  const other = await work({ setup: [install, "true"], agent: ["true"] });
  expect(other.setups).toEqual(["it is new", "it is new"]);
});

test("a verify that needs what only its agent installed says that the plan has to set it up", async () => {
  const { said } = await work({
    setup: [],
    verify: ["test -e node_modules/.bin/check"],
    agent: ["mkdir -p node_modules/.bin dist; touch node_modules/.bin/check dist/$(printf 'a\\nb')"],
  });
  expect(said).toEqual([
    "`test -e node_modules/.bin/check` failed, exit code 1: run it in the worktree and make it pass. It ran without dist/, node_modules/, which git does not carry: what the command needs of that, a person adds to the plan's `setup`",
  ]);
});
