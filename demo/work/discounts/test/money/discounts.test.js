import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { toCents } from "../../src/money/cents.js";
import { discounted } from "../../src/money/discounts.js";

test("a discount leaves whole cents", () => {
  assert.equal(discounted(toCents("9.99"), 10), 899);
});

test("nothing but money rounds amounts", () => {
  const paths = readdirSync("src", { recursive: true }).filter((path) => /\.js$/.test(path));
  const rounding = paths.filter((path) =>
    /Math\.(round|floor|ceil)/.test(readFileSync(`src/${path}`, "utf8")),
  );
  assert.deepEqual(
    rounding.filter((path) => !path.startsWith("money")),
    [],
  );
});
