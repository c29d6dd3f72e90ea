import { readdirSync, readFileSync } from "node:fs";
import { formats, readSource } from "../../../src/core/import/formats/list.ts";
import { sourceOf } from "../../../src/core/import/source.ts";

const folder = new URL("cases/", import.meta.url);

/** The format of each case. */
const cases = readdirSync(folder)
  .filter((name) => !name.endsWith(".yml"))
  .map((name) => {
    const source = sourceOf(readFileSync(new URL(name, folder), "utf8"), name, "o/r");
    return { name, source, ...readSource(source) };
  });

test("every format has a case", () => {
  const read = new Set(cases.map(({ format }) => format));
  expect(formats.map(({ name }) => name).filter((name) => !read.has(name))).toEqual([]);
});

describe.each(formats)("$name", ({ read }) => {
  test.each([
    "",
    "\n",
    "{",
    "[]",
    "{}",
    "null",
    "---\n---\n",
    "a,b\n",
    "\t\t\n",
    "* \n",
    "|\n",
    "<li>",
    '{"tasks":[]}',
  ])("reads %j without failing", (text) => {
    expect(() => read(sourceOf(text, "x"), {})).not.toThrow();
  });

  test("says the same of lines that end in CR LF", () => {
    for (const { source } of cases)
      expect(read(sourceOf(source.text.replaceAll("\n", "\r\n"), source.name, "o/r"), {})).toEqual(
        read(source, {}),
      );
  });

  test("keeps every group, todo and reason within the source, in order", () => {
    for (const { source } of cases) {
      const backlog = read(source, {});
      const tasks = backlog?.groups.flatMap((group) => group.tasks) ?? [];
      for (const { line, end } of [...tasks, ...(backlog?.left ?? []), ...(backlog?.groups ?? [])]) {
        expect(line).toBeGreaterThan(0);
        expect(end).toBeGreaterThanOrEqual(line);
        expect(end).toBeLessThanOrEqual(source.lines.length);
      }
    }
  });
});

test("an issue of the repository itself is that issue, one of another is only told of", () => {
  const issues = (repository: string) => {
    const found = cases.find(({ format }) => format === "GitHub project");
    const { backlog } = readSource(sourceOf(found?.source.text ?? "", "x.tsv", repository));
    return backlog.groups.flatMap(({ tasks }) => tasks.map(({ issue }) => issue));
  };
  expect(issues("o/r")).toEqual([4, 5]);
  expect(issues("o/other")).toEqual([undefined, undefined]);
});
