/*
 * A module cannot be compiled from a cache, a script can. So each file becomes a module that evaluates a script: a
 * function of what only a module has.
 */

const evaluating = `import { createRequire } from "node:module";
import { evaluate } from "./evaluate.js";
`;

/** The text of what a file says between two of its marks, which the bundler is known to write. */
const between = (text, start, end) => {
  const from = text.indexOf(start);
  const to = end === undefined ? text.length : text.lastIndexOf(end);
  if (from === -1 || to < from)
    throw new Error(`the bundler writes otherwise now: no ${JSON.stringify(start)}`);
  return { before: text.slice(0, from), inside: text.slice(from + start.length, to) };
};

const withoutMeta = (text) => text.replaceAll("import.meta", "__meta");

/** A part that the bundle loads when it is needed. */
export const partOf = (name, text) => {
  const { before, inside } = between(text, "export const modules = ", ";");
  const own = before.replaceAll(/^import \{ createRequire .*$/gm, "");
  return {
    script: `"use strict";((__meta, __WEBPACK_EXTERNAL_createRequire) => (${withoutMeta(inside)}))`,
    module: `${evaluating}${own}export const modules = evaluate("${name}.script")(import.meta, createRequire);\n`,
  };
};

/** The part that loads the others. */
export const entryOf = (name, text) => {
  const { inside } = between(text, "/******/ var __webpack_modules__ = ");
  const loading = 'import("./" +';
  if (!inside.includes(loading)) throw new Error("the bundler loads its parts otherwise now");
  const body = withoutMeta(inside).replace(loading, '__import("./" +');
  const given = "__meta, __WEBPACK_EXTERNAL_createRequire, __import";
  return {
    script: `"use strict";(async (${given}) => { var __webpack_modules__ = ${body}\n})`,
    module: `#!/usr/bin/env node
${evaluating}await evaluate("${name}.script")(import.meta, createRequire, (part) => import(part));
`,
  };
};
