import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { milepost, parsed } from "../cli/milepost.ts";
import { sh } from "../git/scene.ts";
import { isThorough } from "../thorough.ts";

const examples = resolve("examples");
const reviewer = join(examples, "reviewer.sh");

/** What `npm ci` would install, from the packages that are here: tests reach no registry. */
const linked = [
  "mkdir -p node_modules/.bin node_modules/@shop",
  "ln -sfn ../../packages/money node_modules/@shop/money",
  `ln -sfn ${resolve("node_modules/typescript")} node_modules/typescript`,
  "ln -sfn ../typescript/bin/tsc node_modules/.bin/tsc",
];

/** Where this machine keeps what Go has compiled, without which it would compile its library for each check; `null` without Go. */
const goCache = (): string | null => {
  try {
    return execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return null;
  }
};
const cache = goCache();
const goChecks = ["vet ./...", "test -coverprofile=cover.out ./..."].map(
  (what) => `GOCACHE=${cache} go ${what}`,
);

const rows = [
  { name: "typescript-monorepo", more: ["--set", `setup=${JSON.stringify(linked)}`], needs: null },
  {
    name: "go-service",
    more: ["--set", `verify=${JSON.stringify(goChecks)}`],
    needs: cache === null ? "go" : null,
  },
  { name: "python-package", more: [], needs: null },
];

// The compilers take most of the time: an ordinary run tries the one that needs none.
for (const { name, more, needs } of isThorough ? rows : rows.slice(-1)) {
  (needs ? test.skip : test)(
    `${name} runs to its end${needs ? ` (skipped: needs ${needs})` : ""}`,
    async () => {
      const dir = await mkdtemp(join(tmpdir(), "milepost-test-"));
      try {
        const repo = join(dir, name);
        await cp(join(examples, name, "repository"), repo, { recursive: true });
        await sh(repo, "init", "--quiet", "--initial-branch=main");
        await sh(repo, "add", "--all");
        await sh(repo, "commit", "--quiet", "--message=Begin");
        const programs = [
          "--agent",
          `command:${join(examples, name, "agent.sh")}`,
          "--reviewer",
          `command:${reviewer}`,
        ];
        const plan = join(examples, name, "plan.yml");
        const { stdout } = await milepost([
          "run",
          plan,
          "--repo",
          repo,
          ...programs,
          ...more,
          "--set",
          "sandbox=off",
          "--json",
        ]);
        expect(parsed(stdout).at(-1)).toMatchObject({ type: "result", milestone: { state: "closed" } });
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  );
}

test("each example has its test", async () => {
  const folders = (await readdir(examples, { withFileTypes: true })).filter((one) => one.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(rows.map(({ name }) => name).sort());
});
