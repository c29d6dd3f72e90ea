import { importsIn } from "../../../src/gates/split/names-in.ts";

const numbered = (text: string) => text.split("\n").map((line, at) => ({ number: at + 1, text: line }));

/** What each line imports that does nothing else, by its number. */
const importsOf = (path: string, text: string): Record<number, readonly string[]> =>
  Object.fromEntries([...importsIn(path, numbered(text))].map(([number, { names }]) => [number, names]));

test.each([
  [
    "a.py",
    "from a import (  # all\n    b,  # noqa\n\n    c as d,\n)",
    { 1: ["b", "d"], 2: ["b"], 3: ["b", "d"], 4: ["d"], 5: ["b", "d"] },
  ],
  ["a.ts", 'import {\n  b,\n  type c,\n} from "./a";', { 1: ["b", "c"], 2: ["b"], 3: ["c"], 4: ["b", "c"] }],
  ["a.py", "from a import b, c\nimport d", { 1: ["b", "c"], 2: ["d"] }],
  // What is not understood stays whole, above all that may need it.
  ["a.py", "from a import (\n    b, c,\n)", {}],
  ["a.py", "from a import (\n    b,", {}],
  ["a.go", 'import (\n\t"fmt"\n\tx "a/b"\n)', { 2: ["fmt"], 3: ["x"] }],
])("of %s, lines of %j come with the first that uses %j", (path, text, imports) => {
  expect(importsOf(path, text)).toEqual(imports);
});
