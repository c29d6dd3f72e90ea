import { nameOf } from "./paths.ts";

/** Whether a path is a test, what tests need, a tool's configuration or only declarations, by the usual names. */
export const isBesideTheCode = (path: string): boolean => {
  const parts = path.split("/").slice(0, -1);
  return (
    parts.some((folder) => folders.has(folder.toLowerCase())) ||
    rootFolders.has(parts[0]?.toLowerCase() ?? "") ||
    names.some((name) => name.test(nameOf(path)))
  );
};

/** Wherever they lie; `mocks` or `fixtures` beside sources may be anything. */
const folders: ReadonlySet<string> = new Set(
  "test tests __tests__ __specs__ testdata __mocks__ __fixtures__ __snapshots__".split(" "),
);

const rootFolders: ReadonlySet<string> = new Set(["spec", "specs", "e2e"]);

const names: readonly RegExp[] = [
  /^tests?\.\w+$/,
  /[._-](?:test|tests|spec|specs|cy|e2e)\.\w+$/i,
  /^test_.*\.py$/,
  /^conftest\.py$/,
  /[a-z0-9](?:Test|Tests|TestCase|Spec|IT)\.\w+$/,
  /^(?:jest|vitest|vite|webpack|rollup|rolldown|esbuild|tsup|eslint|prettier|babel|postcss|tailwind|playwright|cypress|karma|wdio|stryker|nyc|metro|next|nuxt|svelte|astro|remix|commitlint|stylelint|lint-staged|knip|drizzle|typedoc|release|changelog|ava|mocha)\.config\.\w+$/,
  /^\.\w+rc\.\w+$/,
  /\.d\.[cm]?ts$/,
];
