import { buildFiles } from "./build-files.ts";
import { weakensTests } from "./settings.ts";
import { by, isOtherThan, type ToolFile } from "./tool-file.ts";

const tests = "edits how tests are found and run";
const shell = "edits how the package manager runs scripts";
const measured = "edits what is measured as covered";
const hooks = "adds what decides which tests run, or how they end";

const pythonTests =
  /addopts|testpaths|python_(?:files|classes|functions)|norecursedirs|collect_ignore|--(?:ignore|deselect|collect-only|co\b|maxfail|no-cov)|filterwarnings|xfail_strict|fail_under|^\s*(?:omit|include|source|exclude_lines|exclude_also|commands|skip_install|allowlist_externals)\s*=|\[(?:tool\.(?:pytest|coverage|tox)|tool:pytest|coverage:|pytest)/i;

const endings =
  /pytest_(?:collection|ignore_collect|runtest|sessionfinish|sessionstart|configure|cmdline|load_initial|pyfunc_call|itemcollected|collectstart|collect_file|report|exception|unconfigure)|collect_ignore|hookimpl|hookwrapper|exitstatus|\b(?:os\._exit|sys\.exit|pytest\.exit|process\.exit|atexit|builtins)\b/;

const jvmTests =
  /skipTests|test\.skip|testFailureIgnore|ignoreFailures|failIfNoTests|failOnNo|<(?:exclude|skip|include|groups|excludedGroups|haltOnFailure|rule|minimum)\b|surefire|failsafe|jacoco|useJUnit|useTestNG|(?:excludes?|excludeTags|enabled|onlyIf|setEnabled|isEnabled|isIgnoreFailures|filter|minimum|violationRules)\s*[({=]|tasks?\.(?:withType|named)\S*[Tt]est|^\s*test\s*\{/;

/** What of a build has fewer tests found or run, or their failures passed over. */
const weakJvm =
  /<(?:maven\.test\.skip|skipTests|skipITs)>\s*(?:true|\$)|[tT]est\.skip|testFailureIgnore|ignoreFailures|failIfNo\w*|failOnNo|<(?:exclude|include)>[^<]*(?:Test|IT\b|\*\*)|<(?:groups|excludedGroups)\b|(?:excludes?|excludeTags|enabled|onlyIf|setEnabled|isEnabled|isIgnoreFailures|filter)\s*[({=]/;

/** Settings of PHPUnit that take more seriously than before, and those that decide nothing. */
const strictPhp = /^\s*(?:failOn\w+|convert\w+ToExceptions|beStrict\w+)="true"\s*\/?>?$/;
const idlePhp =
  /^\s*(?:colors|verbose|cacheDirectory|cacheResultFile|xmlns:xsi|xsi:noNamespaceSchemaLocation)="[^"]*"\s*\/?>?$/;

/** How Cargo links and for which processor it builds, by target. */
const linking =
  /^\s*(?:#.*|\[target\.[^\]]+\]|rustflags = \[(?:"-C", ?"(?:target-feature|target-cpu|link-arg)=[\w+.,:=/-]+",? ?)+\])?\s*$/;

export const toolFiles: readonly ToolFile[] = [
  { path: /(^|\/)(\.pnpmfile|\.pnp)\.[cm]?js$/, what: shell },
  {
    path: /(^|\/)(\.npmrc|\.yarnrc(\.ya?ml)?|bunfig\.toml)$/,
    what: shell,
    isWeaker: by(
      /shell|node[-_]options|prefix|config\s*=|yarnPath|plugins|pnpmfile|registry|preload|root|\[(?:test|run)|hook|linker/i,
    ),
  },
  { path: /(^|\/)pnpm-workspace\.yaml$/, lines: /shell|script|hoist|overrides|patched/i, what: shell },
  { path: /(^|\/)(noxfile\.py|nose2?\.cfg|\.noserc)$/, what: tests },
  { path: /(^|\/)(pytest\.ini|\.pytest\.ini|tox\.ini)$/, what: tests, isWeaker: weakensTests },
  { path: /(^|\/)(setup\.cfg|pyproject\.toml)$/, lines: pythonTests, what: tests, isWeaker: weakensTests },
  { path: /(^|\/)conftest\.py$/, lines: endings, what: hooks },
  {
    path: /(^|\/)(sitecustomize|usercustomize)\.py$|\.pth$/,
    what: "adds what Python runs before anything else",
  },
  {
    path: /^(src\/)?(pytest|unittest|nose|coverage|tox|jest|mocha|vitest|_pytest)(\.py|\/__(?:init|main)__\.py)$/,
    what: "bears the name of a tool, which is run in its place",
  },
  {
    path: /(^|\/)(\.mocharc(\.\w+)?|mocha\.opts|\.taprc|ava\.config\.\w+|karma\.conf\.\w+|\.jestrc(\.\w+)?|jest\.config\.\w+|jest-\w+\.config\.\w+|vitest(\.\w+)?\.(config|workspace)\.\w+|playwright\.config\.\w+|cypress\.(config\.\w+|json)|wdio\.conf\.\w+|\.rspec(-local)?|Pest\.php|testNG\.xml|junit-platform\.properties|nextest\.toml|dart_test\.yaml|\.mutmut.*|jasmine\.json|testem\.\w+|web-test-runner\.config\.\w+|.*\.runsettings|\.bazelrc)$/,
    what: tests,
  },
  { path: /(^|\/)phpunit(\.dist)?\.xml(\.dist)?$/, what: tests, isWeaker: isOtherThan(strictPhp, idlePhp) },
  {
    path: /(^|\/)vite\.config\.\w+$/,
    lines: /\b(?:test|coverage|exclude|include|setupFiles|passWithNoTests|thresholds?)\b/,
    what: tests,
  },
  {
    path: /(^|\/)((jest|vitest|test)[.-]?setup|setup[.-]?tests?|setup(Files|Jest|Vitest)\w*|global-?[sS]etup)\.\w+$/,
    lines: /\bexit\b|exitCode|globalThis\.|global\.|\b(?:it|test|describe|expect)\s*=/,
    what: hooks,
  },
  {
    path: /(^|\/)\.cargo\/config(\.toml)?$/,
    what: "edits how Cargo runs programs",
    isWeaker: isOtherThan(linking),
  },
  {
    path: /(^|\/)Cargo\.toml$/,
    lines: /^\s*(?:test|harness|autotests|doctest|autobenches|runner|overflow-checks|debug-assertions)\s*=/,
    what: tests,
    // A package that is new has no tests that it could leave out.
    isWeaker: ({ status }) => status !== "added",
  },
  { path: /(^|\/)(go\.env|\.goenv)$/, what: "edits how Go runs" },
  {
    path: /(^|\/)go\.(mod|work)$/,
    lines: /=>\s*\.{0,2}\//,
    what: "has a module replaced by a folder",
    // A module inside of another one is built with that one as it is.
    isWeaker: ({ path, added }) =>
      !path.includes("/") || added.some(({ text }) => /=>/.test(text) && !/=>\s*(?:\.\.\/?)+\s*$/.test(text)),
  },
  { path: /(^|\/)\.mvn\/(maven\.config|jvm\.config|extensions\.xml|.*\.rc)$/, what: "edits how Maven runs" },
  {
    path: /(^|\/)(pom\.xml|.*\.gradle(\.kts)?)$/,
    lines: jvmTests,
    what: tests,
    isWeaker: by(weakJvm, /surefire|failsafe|jacoco|useJUnit|useTestNG|haltOnFailure|<(?:rule|minimum)\b/),
  },
  {
    path: /(^|\/)gradle\.properties$/,
    lines: /test|skip|exclude|jvmargs|init/i,
    what: "edits how Gradle runs",
  },
  {
    path: /(^|\/)tsconfig(\.[\w-]+)?\.json$/,
    lines: /"(?:strict\w*|exclude|skipLibCheck|checkJs|noEmitOnError|noCheck|files|noImplicit\w*)"/,
    what: "edits what is checked of types",
    isWeaker: by(
      /"(?:skipLibCheck|noCheck)"\s*:\s*true|"(?:strict\w*|checkJs|noEmitOnError|noImplicit\w*)"\s*:\s*false|"exclude"/,
      /"(?:strict\w*|checkJs|noEmitOnError|noImplicit\w*)"\s*:\s*true|"files"/,
    ),
  },
  {
    path: /(^|\/)(\.nycrc|\.c8rc|nyc\.config|\.coveragerc|\.?codecov|\.coveralls|\.simplecov|tarpaulin|\.lcovrc|coverlet\.runsettings|\.covrc|cov\.xml|jacoco)(\.\w+)*$/,
    what: measured,
  },
  { path: /(^|\/)(Jenkinsfile|\.buildkite\/.+)$/, what: "edits what runs the checks" },
  {
    path: /(^|\/)(\.envrc|\.husky\/.+|lefthook\.ya?ml|\.bashrc|\.profile|\.bash_profile|\.zshenv|BASH_ENV)$/,
    lines: /PATH|NODE_OPTIONS|PYTHON|GOFLAGS|RUSTFLAGS|JAVA|MAVEN|GRADLE|MAKEFLAGS|BASH_ENV|alias |\(\)\s*\{/,
    what: "edits what commands find around them",
  },
  ...buildFiles,
  { path: /(^|\/)node_modules\/\.bin\//, what: "brings a program that commands start by name" },
];
