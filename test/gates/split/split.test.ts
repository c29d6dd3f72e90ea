import fc from "fast-check";
import { proposeSplit as propose } from "../../../src/gates/split/split.ts";
import type { SplitFile } from "../../../src/gates/split/units.ts";
import { times } from "../../thorough.ts";

const file = (path: string, lines: number, deleted = false): SplitFile => ({
  ...{ path, lines, deleted },
  handWritten: true,
});

const proposeSplit = (files: readonly SplitFile[], lines: number, most = 1000) =>
  propose(files, { lines, files: most });

/** The parts as `title: paths`, with their lines. */
const split = (files: readonly SplitFile[], limit = 100): [string, number][] =>
  proposeSplit(files, limit).map(({ title, paths, lines }) => [`${title}: ${paths.join(" ")}`, lines]);

test("what others need comes first, deletions and documentation last", () => {
  const files = [
    file("docs/guide.md", 60),
    file("src/old/a.ts", 60, true),
    file("src/shop/cart.ts", 60),
    file("db/migrations/001_carts.sql", 60),
    file("package.json", 60),
  ];
  expect(split(files)).toEqual([
    ["dependencies: package.json", 60],
    ["schemas and migrations: db/migrations/001_carts.sql", 60],
    ["src/shop/cart.ts: src/shop/cart.ts", 60],
    ["deletions in src/old/a.ts: src/old/a.ts", 60],
    ["documentation: docs/guide.md", 60],
  ]);
});

test("small neighbours share a part", () => {
  const files = [
    file("README.md", 10),
    file("a.proto", 20),
    file("src/a.ts", 30),
    file("go.mod", 5),
    file("go.sum", 0),
  ];
  expect(split(files)).toEqual([
    [
      "dependencies, schemas and migrations, src/a.ts, documentation: go.mod go.sum a.proto src/a.ts README.md",
      65,
    ],
  ]);
});

test("a folder stays whole if it can", () => {
  const files = [
    file("src/a/1.ts", 40),
    file("src/a/2.ts", 30),
    file("src/b/1.ts", 50),
    file("src/b/2.ts", 50),
    file("src/c.ts", 20),
  ];
  expect(split(files)).toEqual([
    ["src/a: src/a/1.ts src/a/2.ts", 70],
    ["src/b: src/b/1.ts src/b/2.ts", 100],
    ["src/c.ts: src/c.ts", 20],
  ]);
});

test("a folder that is too large falls apart, types first", () => {
  const files = [file("pay/charge.ts", 80), file("pay/types.ts", 30), file("pay/refund.ts", 40)];
  expect(split(files)).toEqual([
    ["pay/types.ts: pay/types.ts", 30],
    ["pay/charge.ts: pay/charge.ts", 80],
    ["pay/refund.ts: pay/refund.ts", 40],
  ]);
});

test.each([
  ["src/cart.ts", "test/cart.test.ts"],
  ["src/shop/cart.ts", "src/shop/__tests__/cart.spec.tsx"],
  ["src/shop/cart.ts", "tests/cart_test.ts"],
  ["src/shop/cart.ts", "src/shop/__snapshots__/cart.test.ts.snap"],
  ["shop/cart.go", "shop/cart_test.go"],
  ["shop/cart.py", "tests/test_cart.py"],
  ["lib/shop/cart.rb", "spec/shop/cart_spec.rb"],
  ["app/models/cart.rb", "spec/models/cart_spec.rb"],
  ["src/main/java/com/x/Cart.java", "src/test/java/com/x/CartTest.java"],
  ["src/main/kotlin/Cart.kt", "src/test/kotlin/CartIT.kt"],
  ["Shop/Cart.cs", "Shop.Tests/CartTests.cs"],
  ["lib/shop/cart.ex", "test/shop/cart_test.exs"],
  ["include/shop/cart.h", "src/shop/cart.cpp"],
  ["Sources/Shop/Cart.swift", "Tests/ShopTests/CartTests.swift"],
  ["app/cart.component.ts", "app/cart.component.html"],
])("%s and %s stay together", (source, companion) => {
  const others = [file("a/0.ts", 60), file("m/0.ts", 60), file("z/0.ts", 60)];
  const parts = proposeSplit([file(source, 30), file(companion, 30), ...others], 100);
  expect(parts.find(({ paths }) => paths.includes(source))?.paths).toContain(companion);
});

test("a source comes before its test when both do not fit together", () => {
  expect(split([file("test/cart.test.ts", 70), file("src/cart.ts", 60)])).toEqual([
    ["src/cart.ts: src/cart.ts", 60],
    ["test/cart.test.ts: test/cart.test.ts", 70],
  ]);
});

test("a file over the limit is a part of its own that says so", () => {
  expect(split([file("a.ts", 10), file("b.ts", 300), file("c.ts", 10)])).toEqual([
    ["a.ts: a.ts", 10],
    ["b.ts, over the limit alone: split it inside: b.ts", 300],
    ["c.ts: c.ts", 10],
  ]);
});

test("parts of one title are numbered", () => {
  const files = ["a", "b", "c", "d"].map((name) => file(`src/shop/${name}.ts`, 50));
  expect(proposeSplit(files, 100).map(({ title }) => title)).toEqual([
    "src/shop (1 of 2)",
    "src/shop (2 of 2)",
  ]);
});

test("folders however deep are walked", () => {
  const deep = "a/".repeat(5_000);
  expect(proposeSplit([file(`${deep}x.ts`, 60), file(`${deep}y.ts`, 60)], 100)).toHaveLength(2);
});

test("a path that is listed twice is a part twice", () => {
  expect(proposeSplit([file("README.md", 60), file("README.md", 60)], 100)).toHaveLength(2);
});

test("nothing is no part", () => {
  expect(proposeSplit([], 100)).toEqual([]);
});

const names = fc.constantFrom(
  ...[
    "a",
    "src",
    "test",
    "lib",
    "__proto__",
    "cart.ts",
    "cart.test.ts",
    "test_cart.py",
    "package.json",
    "x.md",
    ".x",
    "",
  ],
  ...["types.ts", "a.h", "a.c", "db", "migrations", "1.sql", "\n", "é", "CartTest.java", "constructor"],
);
const paths = fc.array(names, { minLength: 1, maxLength: 6 }).map((some) => some.join("/"));
const changes = fc.uniqueArray(
  fc.record({
    path: paths,
    lines: fc.integer({ min: 0, max: 150 }),
    handWritten: fc.boolean(),
    deleted: fc.boolean(),
  }),
  { selector: ({ path }) => path, maxLength: 30 },
);

test("any change is split whole, within the limit, and the same in any order", () => {
  const linesOf = (files: readonly SplitFile[]) => files.reduce((sum, { lines }) => sum + lines, 0);
  fc.assert(
    fc.property(
      changes,
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 20 }),
      (files, limit, most) => {
        const parts = proposeSplit(files, limit, most);
        const known = new Map(files.map((one) => [one.path, one]));
        const isRight = parts.every(({ paths: inside, lines }) => {
          const these = inside.flatMap((path) => known.get(path) ?? []);
          return (
            these.length === inside.length &&
            linesOf(these) === lines &&
            ((lines <= limit && these.filter(({ handWritten }) => handWritten).length <= most) ||
              inside.length === 1)
          );
        });
        const all = parts.flatMap((part) => part.paths);
        const same = JSON.stringify(proposeSplit(files.toReversed(), limit, most)) === JSON.stringify(parts);
        const isWhole = all.length === files.length && new Set(all).size === files.length;
        expect({ isRight, same, isWhole }).toEqual({ isRight: true, same: true, isWhole: true });
      },
    ),
    { numRuns: times(400) },
  );
});
