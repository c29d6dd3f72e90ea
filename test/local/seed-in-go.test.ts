import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { trySandbox } from "../../src/agents/sandbox/try.ts";
import { gitAt } from "../../src/git/git.ts";
import { readSignatures } from "../../src/git/signing/signatures.ts";
import { openSigner } from "../../src/git/signing/signing.ts";
import { makeThrowawayKey } from "../../src/git/signing/throwaway-key.ts";
import { proxy } from "../agents/sandbox/scene.ts";
import { disk } from "../folders.ts";
import { deciding, newWorld, type Ran, runToEnd, type World } from "./world.ts";

/*
 * The seed's plan with nothing set instead, on a small codebase in Go that has the targets which it names.
 */

const isThere = (program: string): boolean => {
  try {
    execFileSync(program, program === "go" ? ["version"] : ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
const { ok } = await trySandbox(proxy);
const lacks = [...["go", "make", "gpg"].filter((program) => !isThere(program)), ...(ok ? [] : ["a sandbox"])];

/** What `make tools` brings beside its tool: what Go has compiled of its library, or each check would do so anew. */
const cacheOf = (world: World): string => join(world.dir, "go-cache");

const codebase = (cache: string) => ({
  ".gitignore": "/.tools/\n/coverage.txt\n",
  "go.mod": "module example.com/tmc\n\ngo 1.21\n",
  Makefile: `export GOTOOLCHAIN = local
build:
	go build ./...
tools:
	mkdir -p $(HOME)/.cache/go-build
	cp -R ${cache}/. $(HOME)/.cache/go-build
	go build -o .tools/lint ./hack/lint
lint:
	.tools/lint pkg
	go vet ./pkg/...
test:
	go test -coverprofile=coverage.txt ./pkg/...
`,
  // A tool that `setup` builds and git does not carry: it fails at a file without a package comment.
  "hack/lint/main.go": `package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	failed := false
	filepath.WalkDir(os.Args[1], func(path string, _ fs.DirEntry, _ error) error {
		text, err := os.ReadFile(path)
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasPrefix(string(text), "// Package ") {
			fmt.Println(path, "does not say what it is")
			failed = true
		}
		return nil
	})
	if failed {
		os.Exit(1)
	}
}
`,
  "pkg/base/base.go":
    "// Package base is there.\npackage base\n\n// Is says so.\nfunc Is() bool { return true }\n",
  "pkg/base/base_test.go": `// Package base is tested.
package base

import "testing"

func TestIs(t *testing.T) {
	if !Is() {
		t.Fatal("it is not")
	}
}
`,
});

/** Adds a package for its todo. The first todo has no test at first, the second a file that the linter refuses. */
const agent = `#!/bin/sh
set -e
cat > /dev/null
name=$(echo "$MILEPOST_TODO" | tr -d -)
dir="pkg/$name"
isFirst=yes
if [ -e "$dir/$name.go" ]; then isFirst=no; fi
mkdir -p "$dir"
said="// Package $name is of $MILEPOST_TODO."
if [ "$MILEPOST_TODO" = workspace-isolation ] && [ $isFirst = yes ]; then said="// Nothing."; fi
printf '%s\\npackage %s\\n\\n// Is says so.\\nfunc Is() bool {\\n\\treturn true\\n}\\n' "$said" "$name" > "$dir/$name.go"
if [ "$MILEPOST_TODO" = architectural-fixes ] && [ $isFirst = yes ]; then exit 0; fi
sed "s/Package base/Package $name/; s/package base/package $name/" pkg/base/base_test.go > "$dir/\${name}_test.go"
`;

const write = (world: World): void => {
  for (const [path, text] of Object.entries(codebase(cacheOf(world)))) {
    mkdirSync(dirname(join(world.repo, path)), { recursive: true });
    writeFileSync(join(world.repo, path), text);
  }
  world.git("add", ".");
  world.git("commit", "--quiet", "--message=Begin the codebase");
  const env = { ...process.env, GOCACHE: cacheOf(world), GOTOOLCHAIN: "local" };
  for (const args of [
    ["build", "-o", "/dev/null", "./hack/lint"],
    ["vet", "./pkg/..."],
    ["test", "-coverprofile=/dev/null", "./pkg/..."],
  ])
    execFileSync("go", args, { cwd: world.repo, env, stdio: "ignore" });
};

/** Why agents were sent back inside their run. */
const sentBack = ({ events }: Ran): string[] =>
  events.flatMap((event) =>
    event.type === "step" && event.stage.startsWith("agent, fix") ? [`${event.todo}: ${event.detail}`] : [],
  );

(lacks.length === 0 ? test : test.skip)(
  `the seed's plan closes as it is: signed by gpg, in a sandbox, by make's targets and Go's coverage${lacks.length > 0 ? ` (skipped: needs ${lacks.join(", ")})` : ""}`,
  async () => {
    using world = newWorld(disk);
    write(world);
    const key = await makeThrowawayKey("gpg", { name: "User", email: "user@example.com" });
    const ran = await runToEnd(world, {
      plan: join(process.cwd(), "plans/tmc.yml"),
      agent: world.file("agent.sh", agent),
      reviewer: world.file("reviewer.cjs", deciding()),
      env: { MILEPOST_GPG_KEY: key.MILEPOST_GPG_KEY ?? "" },
    });
    expect([ran.code, ran.stderr, ran.result.waiting]).toEqual([0, "", []]);
    expect(ran.result).toMatchObject({
      milestone: { state: "closed" },
      todos: { total: 24, done: 24, blocked: 0 },
      criteria: Array(6).fill({ ok: true }),
    });
    expect(sentBack(ran).sort()).toEqual([
      expect.stringMatching(/^architectural-fixes: - coverage failed: 0 of 3 changed lines covered/),
      expect.stringMatching(/^workspace-isolation: - verify failed: `make lint` failed/),
    ]);
    const { evidence = "" } = ran.result.criteria.find(({ name }) => name === "checks") ?? {};
    expect(evidence).toMatch(
      /`make build`, `make lint` and `make test` passed|make build.*make lint.*make test/,
    );
    await using signer = await openSigner("gpg", key);
    for (const { branch } of ran.result.pulls) {
      const range = { base: "main", head: `refs/remotes/milepost/${branch}` };
      const signatures = await readSignatures(gitAt(join(world.repo, ".git")), range, [signer.publicKey]);
      // The forge itself makes what several branches come to.
      const merges = world.git("rev-list", "--merges", `${range.base}..${range.head}`);
      const own = signatures.filter((one) => !merges.includes(one.sha));
      expect([branch, ...new Set(own.map(({ kind }) => kind))]).toEqual([branch, "good"]);
    }
  },
  900_000,
);
