import { splitFilesOf } from "../../../src/gates/split/files.ts";
import { importsAmong } from "../../../src/gates/split/imports.ts";
import { orderByNeeds } from "../../../src/gates/split/needs-order.ts";
import { proposeSplit } from "../../../src/gates/split/split.ts";

test.each<[string, string, string, string[], string[]]>([
  ["a relative module", "src/a.ts", "import { b } from './b.js';", ["src/b.ts", "b.ts"], ["src/b.ts"]],
  ["a folder", "src/a.ts", 'export * from "../lib";', ["lib/index.ts", "src/lib.ts"], ["lib/index.ts"]],
  ["a module that is required", "a.js", "const b = require('./b');", ["b.js"], ["b.js"]],
  ["an alias", "src/a.ts", 'import b from "@/shop/b";', ["src/shop/b.ts"], ["src/shop/b.ts"]],
  ["a package of others", "src/a.ts", 'import b from "b";', ["src/b.ts"], []],
  ["Go's package", "cmd/a.go", '\t"example.com/shop/cart"', ["cart/b.go", "cart/b_test.go"], ["cart/b.go"]],
  ["Go beside it", "cart/a.go", "", ["cart/b.go", "pay/c.go"], ["cart/b.go"]],
  ["a module of Python", "shop/a.py", "from shop.cart import add", ["shop/cart.py"], ["shop/cart.py"]],
  ["one beside it", "shop/a.py", "from . import cart", ["shop/cart.py"], ["shop/cart.py"]],
  ["one above it", "shop/x/a.py", "from ..cart import add", ["shop/cart.py"], ["shop/cart.py"]],
  [
    "a class of Java",
    "src/main/java/x/A.java",
    "import y.B;",
    ["src/main/java/y/B.java"],
    ["src/main/java/y/B.java"],
  ],
  [
    "one of its package",
    "src/main/java/x/A.java",
    "  B b;",
    ["src/main/java/x/B.java"],
    ["src/main/java/x/B.java"],
  ],
  ["a module of Rust", "src/lib.rs", "pub mod cart;", ["src/cart.rs"], ["src/cart.rs"]],
  ["one that is used", "src/pay.rs", "use crate::cart::Item;", ["src/cart/mod.rs"], ["src/cart/mod.rs"]],
  [
    "a module placed by hand",
    "src/lib.rs",
    '#[path = "x/cart.rs"] mod cart;',
    ["src/x/cart.rs"],
    ["src/x/cart.rs"],
  ],
  ["a file of Ruby", "lib/a.rb", "require_relative 'shop/cart'", ["lib/shop/cart.rb"], ["lib/shop/cart.rb"]],
  ["a file of PHP", "src/a.php", "require __DIR__ . '/../lib/cart.php';", ["lib/cart.php"], ["lib/cart.php"]],
])("%s is what a file needs", (_, path, line, others, needs) => {
  const files = [{ path, lines: [line] }, ...others.map((other) => ({ path: other, lines: [] }))];
  expect(importsAmong(files).get(path)).toEqual(needs);
});

test("each comes after what it needs, else as they stood, and circles are together", () => {
  const order = (...needs: number[][]) => orderByNeeds(needs.map((each) => ({ needs: each })));
  expect(order([], [], [])).toEqual([[0], [1], [2]]);
  expect(order([2], [], [1])).toEqual([[1], [2], [0]]);
  expect(order([1], [0], [])).toEqual([[0, 1], [2]]);
  expect(order([3], [2], [1], [])).toEqual([[1, 2], [3], [0]]);
  const chain = Array.from({ length: 20_000 }, (_, at) => (at === 19_999 ? [] : [at + 1]));
  expect(order(...chain)[0]).toEqual([19_999]);
});

const file = (path: string, lines: number, needs: string[] = []) => ({
  ...{ path, lines, deleted: false, handWritten: true, needs },
});

test("what is imported is handed in before who imports it, tests with what they read, schemas with what is made of them", () => {
  const files = [
    file("src/app.ts", 60, ["src/zoo.ts"]),
    file("src/zoo.ts", 60, ["src/yak.ts"]),
    file("src/yak.ts", 60),
    file("pkg/parse_test.go", 30),
    file("pkg/parse.go", 40),
    file("pkg/testdata/a.json", 20),
    file("api/shop.proto", 50),
    file("api/shop.pb.go", 0),
  ];
  const parts = proposeSplit(files, { lines: 100, files: 100 }).map(({ paths }) => paths);
  expect(parts).toEqual([
    ["api/shop.pb.go", "api/shop.proto"],
    ["pkg/parse.go", "pkg/testdata/a.json", "pkg/parse_test.go"],
    ["src/yak.ts"],
    ["src/zoo.ts"],
    ["src/app.ts"],
  ]);
});

test("files that need each other are one part, as long as they fit", () => {
  const circle = (lines: number) => [
    file("a.ts", lines, ["z.ts"]),
    file("m.ts", 90),
    file("z.ts", lines, ["a.ts"]),
  ];
  const partsOf = (lines: number) =>
    proposeSplit(circle(lines), { lines: 100, files: 100 }).map(({ paths }) => paths);
  expect(partsOf(40)).toEqual([["a.ts", "z.ts"], ["m.ts"]]);
  expect(partsOf(80)).toEqual([["a.ts"], ["z.ts"], ["m.ts"]]);
});

test("who ceases to use a name comes before what takes it away", () => {
  const lines = (...texts: string[]) => texts.map((text, at) => ({ number: at + 1, text }));
  const change = (path: string, deleted: string, added: string) => ({
    ...{ path, deleted: lines(deleted), added: lines(added), cut: false, binary: false },
  });
  const changed = [
    change("src/a.js", "export const pipeAll = () => 1;", "export const pipe = () => 1;"),
    change("src/z.js", "pipeAll();", "pipe();"),
    change("src/y.py", "pipeAll()", ""),
  ];
  const sized = changed.map(({ path }) => ({ path, from: null, lines: 60, handWritten: true }));
  const files = sized.map(({ path }) => ({ path, from: null, after: {} }));
  const split = splitFilesOf(
    { files, changed } as unknown as Parameters<typeof splitFilesOf>[0],
    sized as never,
  );
  expect(split.map(({ users }) => users)).toEqual([["src/z.js"], [], []]);
  const parts = proposeSplit(split, { lines: 100, files: 40 });
  expect(parts.map(({ paths }) => paths)).toEqual([["src/y.py"], ["src/z.js"], ["src/a.js"]]);
});
