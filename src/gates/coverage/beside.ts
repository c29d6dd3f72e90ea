import { nameOf } from "./paths.ts";

/** Whether a path is a test, what tests need, a tool's configuration or only declarations, by the usual names. */
export const isBesideTheCode = (path: string): boolean =>
  path
    .split("/")
    .slice(0, -1)
    .some((folder) => folders.has(folder.toLowerCase())) || names.some((name) => name.test(nameOf(path)));

const folders: ReadonlySet<string> = new Set([
  ..."test tests __tests__ spec specs __specs__ e2e testdata __mocks__ mocks __fixtures__ fixtures __snapshots__".split(
    " ",
  ),
]);

const names: readonly RegExp[] = [
  /^tests?\.\w+$/,
  /[._-](?:test|tests|spec|specs|cy|e2e)\.\w+$/i,
  /^test_.*\.py$/,
  /^conftest\.py$/,
  /[a-z0-9](?:Test|Tests|TestCase|Spec|IT)\.\w+$/,
  /\.config\.\w+$/,
  /^\./,
  /\.d\.[cm]?ts$/,
];
