import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa, execaSync } from "execa";
import { type RepositoryFile, workflowFiles } from "../../src/cli/workflow-files.ts";

/** A folder as a linter finds it: our own repository with its bundles built, or one that `milepost init` wrote to. */
const repository = (files: readonly RepositoryFile[]): Disposable & { readonly dir: string } => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-workflows-"));
  for (const { path, text } of files) {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  mkdirSync(join(dir, ".git"), { recursive: true });
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

const ours = () => {
  const steps = ["orchestrate", "implement", "propose", "review", "settle", "check", "command"];
  const made = repository(steps.map((step) => ({ path: `dist/${step}/index.js`, text: "" })));
  for (const path of [".github", "actions", "action.yml"])
    cpSync(path, join(made.dir, path), { recursive: true });
  return made;
};

const written = async () =>
  repository(
    await workflowFiles({
      repository: "milepost-dev/milepost",
      ref: "0123456789abcdef0123456789abcdef01234567",
      version: "v1.0.0",
    }),
  );

const has = (tool: string): boolean => !execaSync(tool, ["--version"], { reject: false }).failed;
const cases = [
  ["our own workflows", async () => ours()],
  ["the workflows that init writes", written],
] as const;

describe.each(cases)("%s", (_, lay) => {
  const actionlint = has("actionlint");
  (actionlint ? test : test.skip)(
    actionlint ? "have nothing that actionlint reports" : "skipped: needs actionlint",
    async () => {
      using at = await lay();
      const { stdout } = await execa("actionlint", ["-no-color"], { cwd: at.dir, reject: false });
      expect(stdout).toBe("");
    },
  );

  const zizmor = has("zizmor");
  (zizmor ? test : test.skip)(
    zizmor ? "have nothing that zizmor reports" : "skipped: needs zizmor",
    async () => {
      using at = await lay();
      const args = [
        "--pedantic",
        "--color=never",
        "--offline",
        "--no-progress",
        "--format=plain",
        ".github/workflows",
      ];
      const { stdout, exitCode } = await execa("zizmor", args, { cwd: at.dir, reject: false });
      expect(stdout).toMatch(/^No findings to report/);
      expect(exitCode).toBe(0);
    },
  );
});
