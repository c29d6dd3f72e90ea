import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { JobOrder } from "./runner.ts";

/** An action of another repository, taken apart: `owner/repo/path@ref`. */
interface RemoteAction {
  readonly repository: string;
  readonly path: string;
  readonly ref: string;
}

/**
 * What act is to take in place of every action of another repository, since this machine fetches none: our own
 * checkout, the folders that were named, and for the rest an action that fails when its step runs.
 * Written into `folder`; returned as act's `owner/repo@ref=folder`.
 */
export const standIns = async (
  uses: readonly string[],
  { folder, folders }: { folder: string; folders: JobOrder["folders"] },
): Promise<string[]> => {
  const actions = uses.flatMap(remoteAction);
  const pairs = await Promise.all(
    actions.map(
      async (action) => `${action.repository}@${action.ref}=${await standIn(action, { folder, folders })}`,
    ),
  );
  return [...new Set(pairs)];
};

const remoteAction = (uses: string): RemoteAction[] => {
  const [, repository, path = "", ref] = /^([^/@.]+\/[^/@]+)(?:\/([^@]+))?@(.+)$/.exec(uses) ?? [];
  return repository === undefined || ref === undefined ? [] : [{ repository, path, ref }];
};

const standIn = async (
  { repository, path }: RemoteAction,
  { folder, folders }: { folder: string; folders: JobOrder["folders"] },
): Promise<string> => {
  const known = folders[repository.toLowerCase()];
  if (known !== undefined) return known;
  const own = join(folder, repository);
  const file = join(own, path, "action.yml");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, repository.toLowerCase() === "actions/checkout" ? checkout : missing(repository));
  return own;
};

const missing = (repository: string): string =>
  stringify({
    name: repository,
    description: "An action that is not on this machine",
    runs: {
      using: "composite",
      steps: [
        {
          shell: "bash",
          run: `echo "::error::${repository} is not on this machine: give its folder with --action ${repository}=<folder>"; exit 1`,
        },
      ],
    },
  });

/** What `actions/checkout` does with git, from the forge instead of github.com. */
const checkoutScript = `
set -euo pipefail
export GIT_TERMINAL_PROMPT=0
mkdir -p "$GITHUB_WORKSPACE/$IN_PATH"
cd "$GITHUB_WORKSPACE/$IN_PATH"
if [ ! -d .git ]; then
  find . -mindepth 1 -maxdepth 1 -exec rm -rf {} +
  git init --quiet --initial-branch=main .
fi
git remote remove origin 2>/dev/null || true
git remote add origin "$GITHUB_API_URL/$IN_REPOSITORY.git"
header="http.$GITHUB_API_URL/.extraheader"
git config --local "$header" "AUTHORIZATION: basic $(printf 'x-access-token:%s' "$IN_TOKEN" | base64 | tr -d '\\n')"
ref="$IN_REF"
from="$IN_REF"
if [ -z "$ref" ]; then
  if [ "$IN_REPOSITORY" = "$GITHUB_REPOSITORY" ]; then ref="$GITHUB_REF"; from="$GITHUB_SHA"
  else ref="$(git ls-remote --symref origin HEAD | sed -n 's/^ref: \\(.*\\)\\tHEAD$/\\1/p')"; from="$ref"; fi
fi
case "$ref" in
  refs/*) ;;
  *)
    if [ "$(printf %s "$ref" | tr -d '0-9a-f' | wc -c)" -eq 0 ] && [ "$(printf %s "$ref" | wc -c)" -eq 40 ]; then ref=""
    elif git ls-remote --exit-code origin "refs/heads/$ref" >/dev/null; then ref="refs/heads/$ref"; from="$ref"
    else ref="refs/tags/$ref"; from="$ref"; fi ;;
esac
case "$ref" in
  refs/heads/*) to="refs/remotes/origin/$(printf %s "$ref" | cut -c12-)" ;;
  refs/pull/*) to="refs/remotes/$(printf %s "$ref" | cut -c6-)" ;;
  refs/tags/*) to="$ref" ;;
  *) to="refs/remotes/origin/commit" ;;
esac
if [ "$IN_DEPTH" = 0 ]; then git fetch --quiet --no-recurse-submodules origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*' "+$from:$to"
else git fetch --quiet --no-tags --no-recurse-submodules --depth="$IN_DEPTH" origin "+$from:$to"; fi
if [ "$IN_CLEAN" = true ]; then git clean -ffdxq; git reset --quiet --hard 2>/dev/null || true; fi
case "$ref" in
  refs/heads/*) git checkout --quiet --force -B "$(printf %s "$ref" | cut -c12-)" "$to" ;;
  *) git checkout --quiet --force --detach "$to" ;;
esac
if [ "$IN_CREDENTIALS" != true ]; then git config --local --unset-all "$header"; fi
echo "commit=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"
echo "ref=$ref" >> "$GITHUB_OUTPUT"
git log -1 --format='%H %s'
`;

const expression = (text: string): string => `\${{ ${text} }}`;

const taken: Readonly<Record<string, string>> = {
  repository: expression("github.repository"),
  ref: "",
  token: expression("github.token"),
  path: ".",
  "fetch-depth": "1",
  "persist-credentials": "true",
  clean: "true",
};

/** Taken and without effect: they change how fast it is, or what this machine does not have. */
const ignored = [
  "fetch-tags",
  "filter",
  "github-server-url",
  "lfs",
  "set-safe-directory",
  "show-progress",
  "sparse-checkout",
  "sparse-checkout-cone-mode",
  "ssh-key",
  "submodules",
];

const checkout = stringify({
  name: "Checkout",
  description: "Checks out a repository of the forge",
  inputs: Object.fromEntries(
    [...Object.entries(taken), ...ignored.map((name) => [name, ""] as const)].map(([name, value]) => [
      name,
      { description: name, default: value },
    ]),
  ),
  outputs: {
    commit: { description: "The commit", value: expression("steps.checkout.outputs.commit") },
    ref: { description: "The ref", value: expression("steps.checkout.outputs.ref") },
  },
  runs: {
    using: "composite",
    steps: [
      {
        id: "checkout",
        name: "Check out",
        shell: "bash",
        env: {
          IN_REPOSITORY: expression("inputs.repository"),
          IN_REF: expression("inputs.ref"),
          IN_TOKEN: expression("inputs.token"),
          IN_PATH: expression("inputs.path"),
          IN_DEPTH: expression("inputs.fetch-depth"),
          IN_CREDENTIALS: expression("inputs.persist-credentials"),
          IN_CLEAN: expression("inputs.clean"),
        },
        run: checkoutScript,
      },
    ],
  },
});
