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
  forge: { all: ["forge", "core", "git"] },
  local: { all: ["local", "steps", "core", "gates", "github", "git", "agents", "forge", "secrets"] },
  action: {
    all: ["action", "local", "steps", "core", "gates", "github", "git", "agents", "secrets"],
  },
  cli: { all: ["cli", "local", "steps", "core", "gates", "github", "git", "agents", "forge", "secrets"] },
};

/** Packages that the pure folders may use: they parse and match, and touch nothing outside. */
const pure = new Set(["zod", "yaml", "picomatch", "fastest-levenshtein", "saxes"]);

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join("src", name));
const imports: Import[] = sources.flatMap((file) =>
  [
    ...readFileSync(file, "utf8").matchAll(
      /^(?:import|export) (type )?[^;'"]*?from "([^"]+)";|import\("([^"]+)"\)/gms,
    ),
  ].map(([, type, from, lazy]) => ({
    file,
    folder: file.split("/")[1] ?? "",
    target: from ?? lazy ?? "",
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
