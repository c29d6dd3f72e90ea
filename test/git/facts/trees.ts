import type { Git } from "../../../src/git/git.ts";

interface File {
  readonly mode: "100644" | "100755";
  readonly text: string;
}
export type Tree = Readonly<Record<string, File>>;

export const plain = (text: string): File => ({ mode: "100644", text });
export const lines = (...all: string[]): string => `${all.join("\n")}\n`;

interface Wanted {
  readonly tree: Tree;
  /** The commit before it, by its place among those that are wanted. */
  readonly parent?: number;
  /** What it merges, likewise. */
  readonly merged?: number;
}

/** Makes commits of trees. */
export const commitsIn = async (git: Git, wanted: readonly Wanted[]): Promise<string[]> => {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const stream = wanted.map(({ tree, parent, merged }, at) =>
    [
      `commit refs/heads/c${at}\nmark :${at + 1}\ncommitter A <a@example.com> ${at} +0000\n${data(`c${at}`)}`,
      ...(parent === undefined ? [] : [`from :${parent + 1}\n`]),
      ...(merged === undefined ? [] : [`merge :${merged + 1}\n`]),
      "deleteall\n",
      ...Object.entries(tree).map(([path, { mode, text }]) => `M ${mode} inline ${path}\n${data(text)}`),
      "\n",
    ].join(""),
  );
  await git(["fast-import", "--quiet", "--force"], { input: stream.join("") });
  const { stdout } = await git(["rev-parse", ...wanted.map((_, at) => `refs/heads/c${at}`)]);
  return stdout.trim().split("\n");
};
