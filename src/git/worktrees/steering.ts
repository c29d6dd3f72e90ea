import { pathIn, type TrackedFiles } from "./tracked.ts";

/**
 * The files that `setup` goes by, each with the name of its content: those that name dependencies and versions to the
 * usual package managers, submodules' commits, and whatever the plan's commands name themselves.
 */
export const steeringIn = ({ files, folders }: TrackedFiles, setup: readonly string[]): string[] => {
  const named = new Set(setup.flatMap((command) => command.split(/[\s'"=;&|()<>]+/).map(asPath)));
  const steers = (path: string): boolean =>
    named.has(path) || folders.has(path) || dependencyFile.test(path.slice(path.lastIndexOf("/") + 1));
  return [...files].flatMap(([path, blob]) => (steers(path) ? [`${blob} ${path}`] : []));
};

const asPath = (word: string): string => pathIn(Buffer.from(word.replace(/^(\.\/)+/, "")).toString("latin1"));

const dependencyFile = new RegExp(
  `^(${[
    String.raw`package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-.*\.yaml|bun\.lockb?|deno\.(jsonc?|lock)`,
    String.raw`\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|lerna\.json|bower\.json`,
    String.raw`.*(requirements|constraints).*\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|pipfile(\.lock)?|.+\.lock|environment\.ya?ml`,
    String.raw`gemfile.*|.+\.gemspec|composer\.json|go\.(mod|sum|work|work\.sum)|cargo\.toml|rust-toolchain(\.toml)?`,
    String.raw`pom\.xml|.+\.gradle(\.kts)?|gradle\.properties|.+\.versions\.toml|build\.sbt|mix\.exs|rebar\.config|pubspec\.yaml`,
    String.raw`.+\.(cs|fs|vb)proj|directory\..+\.props|packages\.(config|lock\.json)|nuget\.config|global\.json`,
    String.raw`package\.(swift|resolved)|podfile|cartfile.*|conanfile\..+|vcpkg\.json|flake\.nix|\.gitmodules`,
    String.raw`\.tool-versions|\.(node|python|ruby|java)-version|\.nvmrc|mise\.toml|makefile`,
  ].join("|")})$`,
  "i",
);
