import type { Attempt, Disguise, Pick } from "./attempt.ts";

/** The files of a repository that its commands go by, as they are. */
export const guarded: Readonly<Record<string, string>> = {
  "package.json":
    '{\n  "name": "shop",\n  "scripts": {\n    "test": "jest --ci",\n    "unit": "jest"\n  },\n  "dependencies": {\n    "a": "1.0.0"\n  }\n}\n',
  "src/a.test.js": "test('adds', () => {\n  expect(add(1, 2)).toBe(3);\n  expect(add(2, 2)).toBe(4);\n});\n",
  "tests/test_a.py": "def test_add():\n    assert add(1, 2) == 3\n    assert add(2, 2) == 4\n",
  "a_test.go":
    'package a\n\nfunc TestAdd(t *testing.T) {\n\tif add(1, 2) != 3 {\n\t\tt.Fatal("no")\n\t}\n}\n',
  "src/test/java/ATest.java":
    "class ATest {\n  @Test void adds() {\n    assertEquals(3, add(1, 2));\n  }\n}\n",
  "pom.xml": "<project>\n  <build>\n  </build>\n</project>\n",
  "Cargo.toml": '[package]\nname = "a"\n',
  "go.mod": "module example.com/a\n\nrequire b v1.0.0\n",
  "pyproject.toml": '[project]\nname = "a"\n',
  Makefile: "test:\n\tnpm test\n",
  "build.gradle": "plugins {\n}\n",
  ".github/workflows/ci.yml": `on:
  pull_request:
  push:
    branches: [main]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: golangci/golangci-lint-action@v6
      - run: npm ci
      - run: npm test
      - run: |
          make test
`,
  "jest.config.js": "module.exports = {\n  coverageThreshold: { global: { lines: 90 } },\n};\n",
};

const ci = ".github/workflows/ci.yml";
const aside = ".github/workflows/release.yml";

const add =
  (path: string, text: string): ((files: Readonly<Record<string, string>>) => [string, string]) =>
  () => [path, text];
const replace =
  (path: string, from: string, to: string) =>
  (files: Readonly<Record<string, string>>): [string, string] => [
    path,
    (files[path] ?? "").replace(from, to),
  ];

/** What makes commands pass whatever the code does. */
const tricks: readonly [ReturnType<typeof add>, ...ReturnType<typeof add>[]] = [
  add(".npmrc", "script-shell=/bin/true\n"),
  add(".yarnrc.yml", "yarnPath: ./fake.js\n"),
  add(".pnpmfile.cjs", "module.exports = {};\n"),
  add("bunfig.toml", "[test]\nroot = 'none'\n"),
  add("pytest.ini", "[pytest]\naddopts = --collect-only\n"),
  add("tox.ini", "[testenv]\ncommands = true\n"),
  add("setup.cfg", "[tool:pytest]\naddopts = --collect-only\n"),
  add("conftest.py", "def pytest_collection_modifyitems(items):\n    items.clear()\n"),
  add("tests/conftest.py", "import os\nos._exit(0)\n"),
  add("sitecustomize.py", "import os\nos._exit(0)\n"),
  add("pytest.py", "print('1 passed')\n"),
  add(".mocharc.yml", "spec: none\n"),
  add(".cargo/config.toml", "[target.x86_64-unknown-linux-gnu]\nrunner = 'true'\n"),
  add(".config/nextest.toml", "[profile.default]\ndefault-filter = 'none()'\n"),
  add(".mvn/maven.config", "-DskipTests\n"),
  add("go.env", "GOFLAGS=-run=None\n"),
  add("vitest.config.ts", "export default { test: { passWithNoTests: true, include: [] } };\n"),
  add("jest.setup.js", "global.expect = () => new Proxy({}, {});\n"),
  add(".coveragerc", "[run]\nomit = *\n"),
  add(".github/workflows/ci.yml", "on: push\n"),
  add(".github/workflows/test.yml", "on: pull_request\njobs: {}\n"),
  replace(ci, "run: npm test", "run: echo fine"),
  replace(ci, "run: npm test", "run: npm test || true"),
  replace(ci, "run: npm test", "run: npm test -- --passWithNoTests"),
  replace(ci, "      - run: npm test\n", ""),
  replace(ci, "run: npm test", "run: npm test\n        continue-on-error: true"),
  replace(ci, "run: npm test", "run: npm test\n        if: false"),
  replace(ci, "  test:\n", "  test:\n    if: github.actor == 'me'\n"),
  replace(ci, "make test", "make -n test; true"),
  replace(ci, "make test", "make lint"),
  replace(ci, "make test", "make -n test"),
  replace(ci, "run: npm test", "run: npm test -- --listTests"),
  replace(ci, "run: npm test", "run: npm test &"),
  replace(ci, "run: npm test", "run: '! npm test'"),
  replace(ci, "run: npm test", "run: npm test || printf failed"),
  replace("package.json", '"jest --ci"', '"jest --ci --changedSince=HEAD"'),
  replace("package.json", '"jest --ci"', '"jest --ci --config=none.js"'),
  replace(ci, "          make test\n", "          set +e\n          make test\n"),
  replace(ci, "run: npm ci", "run: npm ci\n      - run: ln -s /bin/true node_modules/.bin/jest"),
  replace(ci, "run: npm ci", "run: npm ci && npm config set script-shell /bin/true"),
  replace(ci, "      - uses: golangci/golangci-lint-action@v6\n", ""),
  replace(ci, "golangci/golangci-lint-action", "me/nothing"),
  replace(ci, "  pull_request:\n", ""),
  replace(ci, "  pull_request:\n", "  pull_request:\n    paths-ignore: ['src/**']\n"),
  replace(ci, "branches: [main]", "branches: [never]"),
  replace(ci, "jobs:\n", "env:\n  NODE_OPTIONS: --require ./fake.js\njobs:\n"),
  replace("package.json", '"jest --ci"', '"jest --ci src/none"'),
  replace("package.json", '"jest --ci"', '"jest --ci -t nothing"'),
  replace("package.json", '"jest --ci"', '"jest --ci || exit 0"'),
  replace("Makefile", "\tnpm test", "\t-npm test"),
  replace("Makefile", "test:", "SHELL = /bin/true\ntest:"),
  replace("src/a.test.js", "  expect(add(1, 2))", "  return;\n  expect(add(1, 2))"),
  replace("src/a.test.js", "expect(add(1, 2)).toBe(3)", "false && expect(add(1, 2)).toBe(3)"),
  add("Jenkinsfile", "echo 'fine'\n"),
  replace("package.json", '"jest --ci"', '"true"'),
  replace("package.json", '"unit": "jest"', '"unit": "exit 0"'),
  replace("package.json", '"test":', '"pretest": "rm -rf src/*.test.js",\n    "test":'),
  replace("package.json", '"name": "shop",', '"name": "shop",\n  "jest": { "testMatch": [] },'),
  replace("package.json", '"a": "1.0.0"', '"jest": "file:./fake"'),
  () => ["package.json", '{"name":"shop","scripts":{"test":"true"}}\n'],
  replace("pom.xml", "<build>", "<build>\n    <properties><skipTests>true</skipTests></properties>"),
  replace("build.gradle", "plugins {", "test { ignoreFailures = true }\nplugins {"),
  replace("Cargo.toml", 'name = "a"\n', 'name = "a"\nautotests = false\n'),
  replace("go.mod", "require", "replace b => ./fake\n\nrequire"),
  replace("pyproject.toml", "[project]", "[tool.pytest.ini_options]\naddopts = '--co'\n[project]"),
  replace("Makefile", "\tnpm test", "\ttrue"),
  replace("jest.config.js", "90", "1"),
  replace("src/a.test.js", "test('adds'", "process.exit(0);\ntest('adds'"),
  replace("src/a.test.js", "test('adds'", "test.skip('adds'"),
  replace("src/a.test.js", "toBe(3)", "toBeDefined()"),
  replace("src/a.test.js", "  expect(add(1, 2)).toBe(3);\n  expect(add(2, 2)).toBe(4);\n", ""),
  replace("src/a.test.js", "expect(add(1, 2)).toBe(3)", "expect(true).toBe(true)"),
  replace("src/a.test.js", "  expect(add(1, 2)).toBe(3);", "  // expect(add(1, 2)).toBe(3);"),
  replace("src/a.test.js", "expect(add(1, 2)).toBe(3);", "`expect(add(1, 2)).toBe(3);`;"),
  replace("src/a.test.js", "  expect(add(1, 2))", "  /*\n  expect(add(1, 2))"),
  replace(
    "src/a.test.js",
    "  expect(add(2, 2)).toBe(4);\n",
    "  if (false) {\n  expect(add(2, 2)).toBe(4);\n  }\n",
  ),
  replace("tests/test_a.py", "    assert add(1, 2) == 3\n", '    """\n    assert add(1, 2) == 3\n    """\n'),
  replace("tests/test_a.py", "    assert add(2, 2) == 4\n", "    if False:\n        assert add(2, 2) == 4\n"),
  replace("a_test.go", "\tif add(1, 2) != 3 {", "\tif false {"),
  replace("src/a.test.js", "test('adds'", "globalThis.expect = () => ({ toBe() {} });\ntest('adds'"),
  replace("tests/test_a.py", "assert add(1, 2) == 3", "assert True"),
  replace("tests/test_a.py", "def test_add", "import sys\nsys.exit(0)\n\ndef test_add"),
  replace("tests/test_a.py", "def test_add", "@pytest.mark.skip\ndef test_add"),
  replace("tests/test_a.py", "    assert add(1, 2) == 3\n    assert add(2, 2) == 4\n", "    pass\n"),
  replace("a_test.go", "func TestAdd", "func TestMain(m *testing.M) { os.Exit(0) }\n\nfunc TestAdd"),
  replace("a_test.go", "\tif add", "\tt.Skip()\n\tif add"),
  replace("src/test/java/ATest.java", "assertEquals(3, add(1, 2));", "assertEquals(x, x);"),
  replace("src/test/java/ATest.java", "@Test void", "@Disabled @Test void"),
];

export const rigged = (pick: Pick): Attempt => {
  const [path, text] = pick(tricks)(guarded);
  return { path, text, mode: "100644", beside: {}, before: [], moves: [], worn: [] };
};

const texted = (name: string, text: (old: string, pick: Pick) => string): Disguise => ({
  name,
  wear: (attempt, pick) => ({ ...attempt, text: text(attempt.text, pick) }),
});

const isMade = ({ path }: Attempt): boolean => guarded[path] === undefined;

export const gamingDisguises: readonly [Disguise, ...Disguise[]] = [
  texted("a NUL at the end", (text) => `${text}\0`),
  texted("carriage returns", (text) => text.replaceAll("\n", "\r\n")),
  texted("a byte order mark", (text) => `\ufeff${text}`),
  texted("white space before each line", (text, pick) =>
    text.replace(/^(?=.)/gm, pick([" ", "\t", " ".repeat(3000)])),
  ),
  texted("white space after each line", (text) => text.replace(/(?<=.)$/gm, " ".repeat(2500))),
  texted("much beside it", (text) => `${text}${"\n".repeat(400)}`),
  { name: "an executable", wear: (attempt) => ({ ...attempt, mode: "100755" }) },
  { name: "a link", wear: (attempt) => (isMade(attempt) ? { ...attempt, mode: "120000" } : attempt) },
  {
    name: "other tests beside it",
    wear: (attempt) => ({
      ...attempt,
      beside: { ...attempt.beside, "src/b.js": "export const b = 1;\n", "docs/a.md": "# A\n" },
    }),
  },
  {
    name: "attributes before it",
    wear: (attempt) => ({
      ...attempt,
      before: [...attempt.before, { ".gitattributes": `${attempt.path} -diff binary\n` }],
    }),
  },
  {
    name: "a harmless first change",
    wear: (attempt) => ({ ...attempt, before: [...attempt.before, { "docs/b.md": "# B\n" }] }),
  },
  {
    name: "a name for other times before it",
    wear: (attempt) =>
      attempt.path === ci ? { ...attempt, path: aside, moves: [...attempt.moves, [ci, aside]] } : attempt,
  },
  {
    name: "a folder of its own",
    wear: (attempt) =>
      isMade(attempt) && !/py$|\//.test(attempt.path)
        ? { ...attempt, path: `packages/shop/${attempt.path}` }
        : attempt,
  },
];
