import { nameOf } from "./paths.ts";

/** What kind of file a path is, by its ending: `.ts`, small; `""` when it has none. */
export const extensionOf = (path: string): string =>
  /[^.]\.([^.]+)$/.exec(nameOf(path))?.[1]?.toLowerCase() ?? "";

/** Languages that one tool measures together, each with the endings of its files. */
const families = {
  javascript: "js jsx mjs cjs ts tsx mts cts vue svelte astro coffee es6",
  python: "py pyw pyx",
  go: "go",
  jvm: "java kt kts scala groovy clj cljc",
  dotnet: "cs fs vb cshtml razor",
  rust: "rs",
  ruby: "rb rake erb",
  c: "c cc cpp cxx c++ h hh hpp hxx m mm ipp inl",
  swift: "swift",
  php: "php phtml",
  dart: "dart",
  elixir: "ex exs eex heex",
  erlang: "erl hrl",
  perl: "pl pm t",
  lua: "lua",
  julia: "jl",
  r: "r",
  haskell: "hs lhs",
  ocaml: "ml mli",
  solidity: "sol",
  shell: "sh bash zsh",
} as const;

export type Family = keyof typeof families;

const isFamily = (name: string): name is Family => name in families;

const byExtension: ReadonlyMap<string, Family> = new Map(
  Object.keys(families)
    .filter(isFamily)
    .flatMap((family) => families[family].split(" ").map((extension) => [extension, family] as const)),
);

/** The languages that a file's ending is of; `null` when it is no code's. */
export const familyOf = (path: string): Family | null => byExtension.get(extensionOf(path)) ?? null;

/**
 * The families that a report covers. An empty report tells none, as before the first test of a repository: then it is
 * those that the formats' tools commonly cover.
 */
export const familiesOf = (paths: Iterable<string>): ReadonlySet<Family> => {
  const found = new Set([...paths].flatMap((path) => familyOf(path) ?? []));
  return found.size > 0 ? found : new Set([...byExtension.values()].filter((family) => family !== "shell"));
};
