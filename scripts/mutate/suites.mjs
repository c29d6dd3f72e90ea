// Loads TypeScript into this process, and runs the tests in it: many times a second, where Jest would take one.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { compileFunction } from "node:vm";
import { transformSync } from "@swc/core";
import { expect } from "expect";
import { switchName } from "./mutants.mjs";

/**
 * The test files that import any of the sources, ready to be loaded: `load()` runs them anew, with all that they import,
 * and answers their tests. `sources` are texts to take instead of files; `mutant` is what these ask.
 */
export const suitesOf = async (files, { sources, mutant }) => {
  const modules = new Map();
  const packages = new Map();
  const queue = [...files];
  for (const file of queue) {
    if (modules.has(file)) continue;
    const { code, imports } = compiled(file, sources.get(file) ?? readFileSync(file, "utf8"));
    const given = ["exports", "require", "test", "describe", "expect", switchName];
    const own = imports.filter(isOwn).map((name) => resolve(dirname(file), name));
    modules.set(file, { run: compileFunction(code, given, { filename: file }), own });
    queue.push(...own);
    for (const name of imports.filter((one) => !isOwn(one) && !packages.has(one)))
      packages.set(name, { ...(await import(name)), __esModule: true });
  }
  const about = files.filter((file) => reaches(file, sources, modules));
  return { load: () => loaded(about, { modules, packages, mutant }) };
};

const reaches = (file, sources, modules) => {
  const passed = new Set([file]);
  for (const one of passed) for (const next of modules.get(one).own) passed.add(next);
  return [...sources.keys()].some((source) => passed.has(source));
};

const isOwn = (name) => name.startsWith(".");

const compiled = (file, source) => {
  const { code } = transformSync(source, {
    filename: file,
    sourceMaps: false,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs", importInterop: "swc", ignoreDynamic: true },
  });
  return { code, imports: [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name) };
};

const loaded = (files, { modules, packages, mutant }) => {
  const made = new Map();
  const tests = [];
  const test = testsInto(tests);
  const load = (file) => {
    const known = made.get(file);
    if (known) return known;
    const exports = {};
    made.set(file, exports);
    const requireFrom = (name) => (isOwn(name) ? load(resolve(dirname(file), name)) : packages.get(name));
    modules.get(file).run(exports, requireFrom, test, describe, expect, mutant);
    return exports;
  };
  for (const file of files) load(file);
  return tests;
};

const describe = (_, body) => body();

/** Jest's `test` and `test.each`, as far as our unit suites use them. */
const testsInto = (tests) =>
  Object.assign((name, run) => tests.push({ name, run }), {
    each: (rows) => (name, run) => {
      for (const row of rows)
        tests.push({ name: `${name} (${row})`, run: () => (Array.isArray(row) ? run(...row) : run(row)) });
    },
  });
