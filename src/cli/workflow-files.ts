import { readFile } from "node:fs/promises";
import { packagePath } from "./package.ts";

/** A file to write into a repository. */
export interface RepositoryFile {
  /** Its path from the repository's top. */
  readonly path: string;
  readonly text: string;
}

/** Where a repository's workflows take the actions from. */
export interface ActionSource {
  /** The repository of the actions, such as `milepost-dev/milepost`. */
  readonly repository: string;
  /** A commit in full, or a tag. */
  readonly ref: string;
  /** What people call the commit; it stands behind it. */
  readonly version?: string;
}

const names = ["milepost.yml", "milepost-lane.yml", "milepost-commands.yml", "milepost-checks.yml"];

/** What stands for the actions in the templates: the repository, the action's folder, the ref. */
const placeholder = /uses: milepost-dev\/milepost((?:\/[\w-]+)*)@v1$/gm;

/** The four workflows of a repository, with the actions at a ref. */
export const workflowFiles = async ({
  repository,
  ref,
  version,
}: ActionSource): Promise<RepositoryFile[]> => {
  const comment = version === undefined ? "" : ` # ${version}`;
  return (await templates()).map(({ path, text }) => ({
    path,
    text: text.replace(placeholder, `uses: ${repository}$1@${ref}${comment}`),
  }));
};

/** The four workflows of the repository that the actions are made in: they are built from what is checked out. */
export const ownWorkflowFiles = async (): Promise<RepositoryFile[]> =>
  (await templates()).map(({ path, text }) => ({ path, text: text.replace(step, ownStep) }));

const templates = (): Promise<RepositoryFile[]> =>
  Promise.all(
    names.map(async (name) => ({
      path: `.github/workflows/${name}`,
      text: await readFile(packagePath("templates/workflows", name), "utf8"),
    })),
  );

/** What is not built: it is a script. */
const sandbox = "/actions/sandbox";

/** A step of ours: its first line, its id where it has one, and what it uses. */
const step = /( {6}- name: .*\n(?: {8}id: .*\n)?) {8}uses: milepost-dev\/milepost((?:\/[\w-]+)*)@v1$/gm;

const ownStep = (_: string, head: string, folder: string): string =>
  [
    ...(folder === "/actions/check" ? [checkoutOfBase] : []),
    ...(folder === sandbox ? [] : buildSteps),
    `${head}        uses: .${folder === "" ? "/" : folder} # zizmor: ignore[self-repository] runners of other makes do not know $/ yet`,
  ].join("\n");

const buildSteps = [
  "      - name: Build the actions",
  "        run: npm ci --ignore-scripts && npm run bundle",
];

/** The gates are built from the base, so that a change is not judged by itself. */
const checkoutOfBase = `      - name: Check out the base
        uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          ref: \${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha }}
          persist-credentials: false`;
