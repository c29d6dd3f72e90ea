import { readdirSync, readFileSync } from "node:fs";
import { importedOf } from "./plan-of.ts";

const folder = new URL("cases/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const names = readdirSync(folder);
const inputs = names.filter((name) => !name.endsWith(".yml"));

test("every input has its plan", () => {
  const plans = names.filter((name) => name.endsWith(".yml"));
  expect(plans).toEqual(inputs.map((name) => `${name}.yml`).sort());
});

test.each(inputs)("%s becomes the plan that a person would have written", (name) => {
  expect(importedOf(read(name), name).text).toBe(read(`${name}.yml`));
});

test.each(inputs)("each line of %s is accounted for", (name) => {
  const { account } = importedOf(read(name), name);
  const told = new Set(
    account.flatMap(({ line, end }) => Array.from({ length: end - line + 1 }, (_, at) => line + at)),
  );
  const untold = read(name)
    .split("\n")
    .flatMap((line, at) => (/[\p{L}\p{N}]/u.test(line) && !told.has(at + 1) ? [line] : []));
  expect(untold).toEqual([]);
});
