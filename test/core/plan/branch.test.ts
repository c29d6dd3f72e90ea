import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { branchName, refProblem } from "../../../src/core/plan/branch.ts";

const gitTakes = (name: string): boolean => {
  try {
    execFileSync("git", ["check-ref-format", "--branch", name], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
};

test("a branch's name is the pattern with its placeholders filled in", () => {
  const parts = { plan: "shop", order: "01a", slug: "add-to-cart", body: "cart" };
  expect(branchName("feature/{plan}/{order}-{slug}", parts)).toBe("feature/shop/01a-add-to-cart");
  expect(branchName("{body}/{body}.{order}", parts)).toBe("cart/cart.01a");
});

test.each(["main", "feature/a-b/00a-c_d", "a.b", "ünïcode", "a{b}", "x".repeat(244), "a@b", "#1"])(
  "%s can be a branch",
  (name) => {
    expect(refProblem(name)).toBeNull();
    expect(gitTakes(name)).toBe(true);
  },
);

const refused = [
  "",
  "-a",
  "a b",
  "a\tb",
  "a..b",
  "a~b",
  "a^b",
  "a:b",
  "a?b",
  "a*b",
  "a[b",
  "a\\b",
  "/a",
  "a/",
  "a//b",
];
const alsoRefused = ["a.", ".a", "a/.b", "a.lock", "a.lock/b", "a@{b", "@", "HEAD", "a\u007fb"];
test.each([...refused, ...alsoRefused])("git refuses %j, and so do we", (name) => {
  expect(refProblem(name)).not.toBeNull();
});

test.each(["x".repeat(245), "ü".repeat(123), "refs/heads/a", "0123456789abcdef0123456789abcdef01234567"])(
  "GitHub refuses %s, and so do we",
  (name) => {
    expect(refProblem(name)).not.toBeNull();
  },
);

test("what we let pass, git takes", () => {
  const part = fc.constantFrom(
    "a",
    "Z",
    "0",
    ".",
    "/",
    "-",
    "@",
    "{",
    "~",
    "lock",
    ".lock",
    " ",
    "..",
    "\\",
    "*",
    "é",
  );
  const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(name, (candidate) => {
      if (refProblem(candidate) === null) expect(gitTakes(candidate)).toBe(true);
    }),
    { numRuns: 150 },
  );
});
