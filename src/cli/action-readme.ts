import { parse } from "yaml";
import { z } from "zod";

const described = z.object({
  description: z.string(),
  required: z.boolean().default(false),
  default: z.string().optional(),
});

const actionFile = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), described).default({}),
  outputs: z.record(z.string(), described).default({}),
});

/** The tables of an action's README stand between these lines, made from its action.yml. */
const begin = "<!-- tables: made from action.yml by `npm run readmes` -->";
const end = "<!-- end of tables -->";

/** The README with its tables of inputs and outputs, where it has any, as the action.yml says them. */
export const withTables = (readme: string, yaml: string): string => {
  if (!readme.includes(begin)) return readme;
  const { inputs, outputs } = actionFile.parse(parse(yaml));
  const tables = [
    "| input | required | default | what it is |",
    "|---|---|---|---|",
    ...Object.entries(inputs).map(
      ([name, one]) =>
        `| \`${name}\` | ${one.required ? "yes" : ""} | ${one.default === undefined ? "" : `\`${one.default}\``} | ${one.description} |`,
    ),
    "",
    "| output | what it is |",
    "|---|---|",
    ...Object.entries(outputs).map(([name, one]) => `| \`${name}\` | ${one.description} |`),
  ].join("\n");
  const [before = "", rest = ""] = readme.split(begin);
  return `${before}${begin}\n${tables}\n${end}${rest.split(end)[1] ?? "\n"}`;
};
