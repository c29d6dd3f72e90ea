import { familyOf } from "../coverage/languages.ts";
import { folderOf, nameOf, normalPath } from "../coverage/paths.ts";

/** A file of a change with the lines in which it may say what it needs. */
interface Importing {
  readonly path: string;
  readonly lines: readonly string[];
}

/** Finds the files among those of a change that one of them needs, by what its lines import. */
type Finder = (file: Importing) => string[];

/** What each file of a change needs of the others, by a light reading of its imports. */
export const importsAmong = (files: readonly Importing[]): ReadonlyMap<string, readonly string[]> => {
  const paths = files.map(({ path }) => path);
  const find = { ...finders(paths) };
  return new Map(
    files.map((file) => {
      const family = familyOf(file.path);
      const finder = family && family in find ? find[family as keyof typeof find] : undefined;
      const found = finder ? [...new Set(finder(file))].filter((path) => path !== file.path) : [];
      return [file.path, found];
    }),
  );
};

const finders = (paths: readonly string[]) => {
  const places = byEnd(paths);
  return {
    javascript: javascript(new Set(paths), places),
    go: go(paths),
    python: python(places),
    jvm: jvm(places),
    rust: rust(new Set(paths)),
    ruby: byPath(new Set(paths), ".rb"),
    php: byPath(new Set(paths), ".php"),
  } satisfies Partial<Record<string, Finder>>;
};

type Places = (end: string) => readonly string[];

/** The paths that end so, whole names only. */
const byEnd = (paths: readonly string[]): Places => {
  const known = new Map<string, string[]>();
  for (const path of paths) {
    const parts = path.split("/");
    for (let from = Math.max(0, parts.length - 6); from < parts.length; from += 1) {
      const end = parts.slice(from).join("/");
      known.set(end, [...(known.get(end) ?? []), path]);
    }
  }
  return (end) => known.get(end) ?? [];
};

const all = (lines: readonly string[], pattern: RegExp): string[] =>
  lines.flatMap((line) => [...line.slice(0, 1000).matchAll(pattern)].flatMap(([, found]) => found ?? []));

const scriptEndings = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".json",
  ".vue",
  ".svelte",
];

const javascript = (paths: ReadonlySet<string>, places: Places): Finder => {
  const spellings = (path: string): string[] => {
    const bare = path.replace(/\.[cm]?jsx?$/, "");
    return [...new Set([path, bare])].flatMap((start) => [
      ...scriptEndings.map((ending) => start + ending),
      ...scriptEndings.slice(1).map((ending) => `${start}/index${ending}`),
    ]);
  };
  return ({ path, lines }) =>
    all(lines, /\b(?:from|import|require)\s*\(?\s*["']([^"'\n]+)["']/g).flatMap((module) => {
      if (module.startsWith(".")) {
        const place = normalPath(`${folderOf(path)}/${module}`).replace(/^\//, "");
        return spellings(place).find((one) => paths.has(one)) ?? [];
      }
      // An alias of the project's own, such as `@/cart` or `src/cart`.
      const end = module.replace(/^[@~#]\/?/, "");
      return end.includes("/")
        ? (spellings(end)
            .map(places)
            .find((found) => found.length === 1) ?? [])
        : [];
    });
};

/** A package is a folder: its files need each other without saying so. */
const go = (paths: readonly string[]): Finder => {
  const folders = new Map<string, string[]>();
  for (const path of paths.filter((one) => one.endsWith(".go") && !one.endsWith("_test.go")))
    folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), path]);
  const named = [...folders.keys()].filter((folder) => folder !== "");
  return ({ path, lines }) => {
    const modules = all(lines, /^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w./~-]+\/[\w./~-]+)"\s*(?:\/\/.*)?$/g);
    const imported = modules.flatMap((module) =>
      named.filter((folder) => module.endsWith(`/${folder}`)).flatMap((folder) => folders.get(folder) ?? []),
    );
    return [...imported, ...(folders.get(folderOf(path)) ?? [])];
  };
};

const python = (places: Places): Finder => {
  const modules = (name: string): readonly string[] => {
    const path = name.replaceAll(".", "/");
    return [`${path}.py`, `${path}/__init__.py`].map(places).find((found) => found.length === 1) ?? [];
  };
  return ({ path, lines }) => [
    ...all(lines, /^\s*import\s+([\w.]+)/g).flatMap(modules),
    ...lines.flatMap((line) => {
      const [, dots = "", from = "", names = ""] =
        /^\s*from\s+(\.*)([\w.]*)\s+import\s+(.*)/.exec(line) ?? [];
      const start = dots === "" ? "" : `${normalPath(folderOf(path) + "/..".repeat(dots.length - 1))}/`;
      const package_ = start.replace(/^\//, "") + from.replaceAll(".", "/");
      const inside = names
        .split(/[,()\s]+/)
        .flatMap((name) => (name === "" ? [] : modules(`${package_.replace(/\/$/, "")}/${name}`)));
      return [...(package_ === "" ? [] : modules(package_.replace(/\/$/, ""))), ...inside];
    }),
  ];
};

/** A class is named by its package and is a file of its own; what lies in one package needs no import. */
const jvm = (places: Places): Finder => {
  const endings = [".java", ".kt", ".scala", ".groovy"];
  return ({ path, lines }) => {
    const imported = all(lines, /^\s*import\s+(?:static\s+)?([\w.]+)/g).flatMap((name) => {
      const parts = name.split(".");
      return [parts, parts.slice(0, -1)].flatMap((one) =>
        one.length < 2 ? [] : endings.flatMap((ending) => places(one.slice(-6).join("/") + ending)),
      );
    });
    const words = new Set(lines.flatMap((line) => line.slice(0, 1000).match(/\b[A-Z]\w*\b/g) ?? []));
    const beside = [...words].flatMap((word) =>
      endings.flatMap((ending) => places(word + ending)).filter((other) => isSamePackage(path, other)),
    );
    return [...imported, ...beside];
  };
};

const isSamePackage = (one: string, other: string): boolean => packageOf(one) === packageOf(other);

const packageOf = (path: string): string =>
  folderOf(path).replace(/^(?:.*\/)?src\/\w+\/(?:java|kotlin|scala|groovy)\//, "");

/** Files that name each other by where they lie from the one that does, or from the root. */
const byPath =
  (paths: ReadonlySet<string>, ending: string): Finder =>
  ({ path, lines }) =>
    all(lines, /\b(?:require|include|load|autoload)\w*\b[^'"\n]*['"]([^'"\n]+)['"]/g).flatMap((name) => {
      const file = name.endsWith(ending) ? name : `${name}${ending}`;
      const places = [`${folderOf(path)}/${file}`, `lib/${file}`, file].map((place) =>
        normalPath(place).replace(/^\//, ""),
      );
      return places.filter((place) => paths.has(place)).slice(0, 1);
    });

const rust = (paths: ReadonlySet<string>): Finder => {
  const first = (...places: string[]): string[] => places.filter((place) => paths.has(place)).slice(0, 1);
  return ({ path, lines }) => {
    const name = nameOf(path).replace(/\.rs$/, "");
    const own = ["mod", "lib", "main"].includes(name) ? folderOf(path) : `${folderOf(path)}/${name}`;
    const declared = all(lines, /^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;/g).flatMap((module) =>
      first(`${own}/${module}.rs`, `${own}/${module}/mod.rs`),
    );
    const placed = all(lines, /#\[path\s*=\s*"([^"]+)"\]/g).flatMap((place) =>
      first(normalPath(`${folderOf(path)}/${place}`).replace(/^\//, "")),
    );
    const root = /^(.*?\bsrc)\//.exec(path)?.[1] ?? "src";
    const used = all(lines, /\bcrate::([\w:]+)/g).flatMap((module) => {
      const parts = module.split("::").filter((part) => part !== "");
      return parts
        .map((_, at) => `${root}/${parts.slice(0, parts.length - at).join("/")}`)
        .flatMap((place) => first(`${place}.rs`, `${place}/mod.rs`))
        .slice(0, 1);
    });
    return [...declared, ...placed, ...used];
  };
};
