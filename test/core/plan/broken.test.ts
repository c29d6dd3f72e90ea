import { readdirSync, readFileSync } from "node:fs";
import { loadPlan } from "../../../src/core/plan/load.ts";
import { renderProblems } from "../../../src/core/plan/problem.ts";
import { decodePlan } from "../../../src/core/plan/read/decode.ts";

const folder = new URL("broken/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));

test("there are enough broken plans to be worth the name of a table", () => {
  expect(names.length).toBeGreaterThan(30);
});

test.each(names)("%s is told all that is wrong with it", (name) => {
  expect(whatIsWrongWith(name)).toBe(readFileSync(new URL(name.replace(/yml$/, "txt"), folder), "utf8"));
});

const whatIsWrongWith = (name: string): string => {
  const decoded = decodePlan(readFileSync(new URL(name, folder)), name);
  const loaded = decoded.ok ? loadPlan(decoded.text, name) : { ...decoded, warnings: [] };
  const problems = loaded.ok ? [] : loaded.problems;
  return `${renderProblems([...problems, ...loaded.warnings])}\n`;
};
