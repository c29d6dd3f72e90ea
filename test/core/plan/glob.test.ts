import { globProblem, globsOverlap } from "../../../src/core/plan/glob.ts";

test.each([
  ["src/**", "src/cart/add.ts", true],
  ["src/cart/**", "src/till/**", false],
  ["src/*.ts", "src/*.css", false],
  ["src/*.ts", "src/cart*", true],
  ["src/a*", "src/b*", false],
  ["**/*.css", "src/till/**", true],
  ["**", "anything", true],
  ["src/*", "src/a/b", false],
  ["src/{a,b}/**", "src/b/c", true],
  ["{src,lib/x}/**", "docs/**", true],
  ["src/.hidden", "src/*", true],
  ["src/[ab].ts", "src/c.ts", false],
])("%s and %s may match one path: %s", (a, b, overlap) => {
  expect(globsOverlap(a, b)).toBe(overlap);
  expect(globsOverlap(b, a)).toBe(overlap);
});

test.each(["src/**", "**/*.gen.ts", "src/{a,b}/*", "src/[{]", "a b/ü.md", "@(a|b)/**", ".github/**"])(
  "%s is a glob",
  (glob) => expect(globProblem(glob)).toBeNull(),
);
