/** When a file is to be handed in, seen from its name: what others need first, what needs others last. */
export type Stage = "dependencies" | "schema" | "code" | "documentation";

const manifest =
  /(^|\/)(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(lock|workspace)\.yaml|bun\.lockb?|deno\.(jsonc?|lock)|go\.(mod|sum|work)|Cargo\.(toml|lock)|pyproject\.toml|(poetry|pdm|uv|pixi)\.lock|Pipfile(\.lock)?|requirements[^/]*\.txt|setup\.(py|cfg)|Gemfile(\.lock)?|[^/]+\.gemspec|composer\.(json|lock)|pom\.xml|(build|settings)\.gradle(\.kts)?|libs\.versions\.toml|mix\.(exs|lock)|Package\.(swift|resolved)|pubspec\.(yaml|lock)|[^/]+\.(csproj|fsproj|vbproj)|Directory\.(Build|Packages)\.props|flake\.(nix|lock)|CMakeLists\.txt|conanfile\.(txt|py)|MODULE\.bazel(\.lock)?|build\.sbt)$/;

const schema =
  /\.(proto|thrift|avsc|avdl|graphqls?|gql|prisma|sql|xsd|wsdl|fbs|capnp|asn1?)$|(^|\/)(migrations?|migrate|schemas?)\/|(^|\/)([^/]*[._-])?(schema|openapi|swagger)(\.[^/.]+)*\.(rb|ya?ml|json|ts|js)$/i;

const documentation =
  /\.(md|mdx|rst|adoc|asciidoc|txt|pod)$|(^|\/)(docs?|documentation)\/|(^|\/)(LICENSE|NOTICE|CHANGELOG|AUTHORS)[^/]*$/i;

export const stageOf = (path: string): Stage => {
  if (manifest.test(path)) return "dependencies";
  if (schema.test(path)) return "schema";
  return documentation.test(path) ? "documentation" : "code";
};

/** Places where a project keeps what the rest of it uses. */
const shared =
  /(^|\/)(types?|interfaces?|models?|entities|errors?|constants|common|shared|core|base)(\/|\.[^/]*$)|\.(d\.ts|h|hh|hpp|mli)$/i;

/** The place of tests in the order within code: after 0, what others use, and 1, other sources. */
export const testRank = 2;

/** A file's place in the order within code, 0 to 2. */
export const rankOf = (path: string): number => {
  if (isTest(path)) return testRank;
  return shared.test(path) ? 0 : 1;
};

const testFolder = /(^|\/)(tests?|specs?|__tests?__|__snapshots__|t|e2e)\//i;
const testName =
  /(^|\/)(test|spec)[_-][^/]+$|[._-](test|spec|tests|specs|unittest)\.[^/]+$|[a-z0-9](Tests?|TestCase|Spec|Specs|IT)\.[^/.]+$/;

/** The folder whose tests read a file, `null` when it is no fixture: `a` of `a/testdata/x.json`. */
export const fixtureFolder = (path: string): string | null =>
  /^(?:(.*)\/)?(?:testdata|__fixtures__|fixtures|__snapshots__|snapshots)\//
    .exec(path)
    ?.slice(1)
    .map((folder) => folder ?? "")[0] ?? null;

/** What a schema is about of which a program wrote this file: `shop` of `shop.pb.go`; `null` for none. */
export const schemaOf = (path: string): string | null =>
  /(?:^|\/)([\w-]+?)(?:(?:_grpc)?\.pb\.(?:go|cc|h|ts|js|gw\.go|dart|swift)|_pb2(?:_grpc)?\.pyi?|(?:_grpc)?_pb\.(?:d\.)?[jt]s|_connect\.ts)$/
    .exec(path)?.[1]
    ?.toLowerCase() ?? null;

/** Whether a path is a test's, by the conventions of common languages. */
const isTest = (path: string): boolean => testFolder.test(path) || testName.test(path);

/** Folders that only part sources from tests or headers from implementations. */
const layers = new Set([
  ...["src", "source", "sources", "lib", "app", "main", "include", "inc"],
  ...[
    "test",
    "tests",
    "spec",
    "specs",
    "__tests__",
    "__test__",
    "__snapshots__",
    "t",
    "unit",
    "integration",
    "e2e",
  ],
]);

/** What files about one subject have in common if they belong together: their folder without layers. */
export const kinOf = (path: string, subject: string): string => {
  const folders = path.split("/").slice(0, -1);
  return [...folders.filter((folder) => !layers.has(folder.toLowerCase())), subject].join("/");
};

const testMarks =
  /^(test|spec)[_-](?=.)|(?<=.)[_-](tests?|specs?|unittest)$|(?<=[a-z0-9])(Tests?|TestCase|Specs?|IT)$/g;

/** What a file is about: its name without endings and without the marks of a test, so `cart` of `test_cart.py`. */
export const subjectOf = (path: string): string => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const stem = /^\.*[^.]*/.exec(name)?.[0] ?? name;
  return stem.replace(testMarks, "").toLowerCase();
};
