import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Which folders each folder of src may import; `types` only as types. */
const allowed: Record<string, { readonly all: readonly string[]; readonly types?: readonly string[] }> = {
  core: { all: ["core"], types: ["gates"] },
  gates: { all: ["gates", "core"] },
  steps: { all: ["steps", "core", "gates"] },
  github: { all: ["github", "core"], types: ["steps"] },
  git: { all: ["git", "core", "gates"] },
  secrets: { all: ["secrets", "core", "gates", "git"] },
  agents: { all: ["agents", "core", "git"], types: ["steps"] },
  notify: { all: ["notify", "core", "github", "agents", "secrets"], types: ["steps"] },
  forge: { all: ["forge", "core", "git"] },
  web: { all: ["web", "forge", "agents", "gates", "core"] },
  local: {
    all: ["local", "steps", "core", "gates", "github", "git", "agents", "forge", "secrets", "notify", "web"],
  },
  action: {
    all: ["action", "local", "steps", "core", "gates", "github", "git", "agents", "secrets", "notify"],
  },
  cli: {
    all: [
      "cli",
      "local",
      "steps",
      "core",
      "gates",
      "github",
      "git",
      "agents",
      "forge",
      "secrets",
      "notify",
      "web",
    ],
  },
  // What it promises stands beside `src`, in `types`.
  library: { all: ["library", "cli", "gates", "forge"], types: [".."] },
};

/** Packages that the pure folders may use: they parse and match, and touch nothing outside. */
const pure = new Set(["zod", "yaml", "picomatch", "fastest-levenshtein", "saxes", "markdown-it", "@babel"]);

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join("src", name));
const imports: Import[] = sources.flatMap((file) =>
  [
    ...readFileSync(file, "utf8").matchAll(
      /^(?:import|export) (type )?[^;'"]*?from "([^"]+)";|^import "([^"]+)";|import\(\s*"([^"]+)"/gms,
    ),
  ].map(([, type, from, bare, lazy]) => ({
    file,
    folder: file.split("/")[1] ?? "",
    target: from ?? bare ?? lazy ?? "",
    typeOnly: type !== undefined,
  })),
);

const folderOf = ({ file, target }: Import): string =>
  relative("src", join(dirname(file), target)).split("/")[0] ?? "";

test("every folder of src has its place in the table", () => {
  expect([...new Set(sources.map((file) => file.split("/")[1]))].sort()).toEqual(Object.keys(allowed).sort());
});

test.each(Object.entries(allowed))(
  "src/%s imports only what the architecture allows",
  (folder, { all, types = [] }) => {
    const wrong = imports
      .filter((one) => one.folder === folder && one.target.startsWith("."))
      .filter((one) => !all.includes(folderOf(one)) && !(one.typeOnly && types.includes(folderOf(one))))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  },
);

test("core and gates are pure: they import no node module, no client and nothing else that touches the world", () => {
  const wrong = imports
    .filter(({ folder, target }) => (folder === "core" || folder === "gates") && !target.startsWith("."))
    .filter(({ target }) => !pure.has(target.split("/")[0] ?? ""))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(wrong).toEqual([]);
});

/** Which nodes import which, files or what stands for them; a node does not import itself, nor what has no node. */
const graphOf = (nodeOf: (file: string) => string | undefined): Map<string, Set<string>> => {
  const graph = new Map<string, Set<string>>();
  for (const { file, target } of imports.filter(({ target }) => target.startsWith("."))) {
    const from = nodeOf(file);
    const to = nodeOf(join(dirname(file), target));
    if (from === undefined || to === undefined || from === to) continue;
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
};

/** Everything that a node leads to, over however many imports. */
const reachableFrom = (graph: ReadonlyMap<string, ReadonlySet<string>>, start: string): Set<string> => {
  const reached = new Set<string>();
  const left = [start];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const next = [...(graph.get(node) ?? [])].filter((one) => !reached.has(one));
    for (const one of next) reached.add(one);
    left.push(...next);
  }
  return reached;
};

/** The largest sets of nodes that all lead to each other: the strongly connected components of more than one. */
const circlesIn = (graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] => {
  const reached = new Map([...graph.keys()].map((node) => [node, reachableFrom(graph, node)]));
  const circles = [...reached].map(([node, all]) =>
    [...all].filter((other) => reached.get(other)?.has(node)).sort(),
  );
  const distinct = new Map(circles.filter(({ length }) => length > 0).map((circle) => [circle[0], circle]));
  return [...distinct.values()].sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
};

describe("circles", () => {
  test("are found: of two files, of more, and none where imports end", () => {
    const graph = new Map([
      ["a", new Set(["b", "c"])],
      ["b", new Set(["a"])],
      ["c", new Set(["d"])],
      ["d", new Set(["e"])],
      ["e", new Set(["c"])],
      ["f", new Set(["a"])],
    ]);
    expect(circlesIn(graph)).toEqual([
      ["a", "b"],
      ["c", "d", "e"],
    ]);
  });

  test("no files of src import each other in a circle, types included", () => {
    expect(circlesIn(graphOf((file) => file))).toEqual([]);
  });

  /** Folders that hold others. */
  const parents = [...new Set(sources.map((file) => dirname(dirname(file))))]
    .filter((folder) => /^src\/(forge|web)(\/|$)/.test(folder))
    .sort();

  test.each(parents)("no room in %s imports another that leads back to it, types included", (parent) => {
    const roomOf = (file: string): string | undefined => {
      if (!file.startsWith(`${parent}/`)) return undefined;
      const room = file.slice(parent.length + 1).split("/")[0] ?? "";
      // A file of the forge itself is either below a room or above it; further in, it belongs to the room around it.
      return ["src/forge", "src/web"].includes(parent) || !/\.tsx?$/.test(room) ? room : undefined;
    };
    expect(circlesIn(graphOf(roomOf))).toEqual([]);
  });
});
