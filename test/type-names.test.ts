import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const declarations = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .flatMap((name) => [
    ...readFileSync(join("src", name), "utf8").matchAll(
      /^export (?:declare |abstract )*(?:interface|type|class|enum) (\w+)/gm,
    ),
  ])
  .map(([, name = ""]) => name);

test("the name of an exported type is declared once in src", () => {
  const doubled = declarations.filter((name, index) => declarations.indexOf(name) !== index);
  expect([...new Set(doubled)].sort()).toEqual([]);
});
