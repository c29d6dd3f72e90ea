import { isMap, parseDocument } from "yaml";
import { MilepostError } from "../error.ts";

/**
 * A plan file's text with settings of the command line in it, each `key=value`: a key may lead into a mapping with dots,
 * a value is YAML, and none takes the key out, so that its default counts.
 *
 * @throws {MilepostError} when a setting is not in that form.
 */
export const withOverrides = (text: string, overrides: readonly string[]): string => {
  if (overrides.length === 0) return text;
  const document = parseDocument(text);
  // What is wrong with the file is told where it is read.
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  for (const override of overrides) {
    const { path, value } = settingIn(override);
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  }
  return document.toString({ lineWidth: 0 });
};

const settingIn = (override: string): { path: string[]; value: unknown } => {
  const [, key = "", given = ""] = /^([A-Za-z]+(?:\.[A-Za-z]+)*)=([\s\S]*)$/.exec(override) ?? [];
  const value = key === "" ? null : parseDocument(given);
  if (value === null || value.errors.length > 0)
    throw new MilepostError(`--set ${override} sets nothing`, {
      hint: "write a key of the plan and its value, such as --set signing=none or --set limits.lines=300; a list is --set 'verify=[]'",
    });
  return { path: key.split("."), value: given.trim() === "" ? undefined : value.toJS() };
};
