// Changes sources one place at a time, and says which changes no test notices:
//   npm run mutate -- [<folder>…] [--tests <folder or file>…]
// Without folders: what a todo's life is decided by, which takes some minutes; a file takes seconds. Without
// tests: the unit tests about that, but for those that take samples of transitions: they are slow, and another sample may
// notice another change.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { mutantsIn } from "./mutate/mutants.mjs";
import { suitesOf } from "./mutate/suites.mjs";

/** More survivors than this fail. */
const maxSurvivors = 0.1;

const filesIn = (paths) =>
  paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true })
          .map((name) => join(path, name))
          .sort()
      : [path],
  );

/** What knows of a todo's life. */
const unitTests = ["todo", "decide", "command", "lane", "report", "snapshot", "notice"].map(
  (name) => `test/core/${name}`,
);

const clip = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** The mutants that the list beside this script has, each with its reason; what it has that is there no more is told. */
const equivalentOnes = () => {
  const listed = JSON.parse(readFileSync(new URL("mutate/equivalent.json", import.meta.url), "utf8"));
  for (const { file } of listed.filter(({ file }) => !existsSync(file))) outdated("no such file", file);
  const lines = new Map(sources.map((file) => [file, readFileSync(file, "utf8").split("\n")]));
  const found = new Set();
  for (const { file, line: text, original, mutant } of listed.filter(({ file }) => lines.has(file))) {
    const same = mutants.filter(
      (one) =>
        one.file === file &&
        one.original === original &&
        one.mutant === mutant &&
        lines.get(file)[one.line - 1].trim() === text,
    );
    if (same.length === 0) outdated(`no such mutant in ${file}`, `${text} → ${mutant}`);
    for (const one of same) found.add(one);
  }
  return found;
};

const outdated = (what, where) => console.log(`scripts/mutate/equivalent.json: ${what}: ${where}`);

/** Says of a mutant whether all tests pass while it lives; the test that noticed the last one is asked first. */
const judgeOf = async (files, sources) => {
  const life = newLife();
  const suites = await suitesOf(files, { sources, mutant: life.mutant });
  const atLoad = new Set();
  life.begin({ reached: atLoad });
  const all = suites.load();
  life.measure();
  const order = await measured(all, life);
  return async (id) => {
    const isAtLoad = atLoad.has(id);
    let asked;
    try {
      life.begin({ living: id });
      const tests = isAtLoad ? suites.load() : all;
      for (asked of order.filter(({ reached }) => isAtLoad || reached.has(id))) {
        life.begin({ living: id });
        await tests[asked.at]?.run();
      }
      return true;
    } catch {
      if (asked) order.unshift(...order.splice(order.indexOf(asked), 1));
      return false;
    }
  };
};

/** The tests by their places, quick ones first, with the mutants that each reaches. */
const measured = async (tests, life) => {
  const all = [];
  for (const [at, test] of tests.entries()) {
    const reached = new Set();
    life.begin({ reached });
    const begun = performance.now();
    await test.run();
    all.push({ at, reached, took: performance.now() - begun });
    life.measure();
  }
  return all.sort((a, b) => a.took - b.took);
};

/** The switch of all mutants; it counts how often it is asked, and loops' turns, by which one that never ends is noticed. */
const newLife = () => {
  let living = 0;
  let reached = null;
  let turns = 0;
  let most = 0;
  const turn = () => {
    turns += 1;
    if (reached === null && turns > most * 10) throw new Error("a loop goes on for ever");
  };
  const mutant = (id) => {
    turn();
    reached?.add(id);
    return id === living;
  };
  return {
    mutant: Object.assign(mutant, { turn }),
    begin: (what) => {
      living = what.living ?? 0;
      reached = what.reached ?? null;
      turns = 0;
    },
    measure: () => {
      most = Math.max(most, turns);
    },
  };
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: "string", multiple: true } },
});
const folders =
  positionals.length > 0
    ? positionals
    : ["src/core/todo", "src/core/decide"].filter((one) => existsSync(one));
const sources = filesIn(folders).filter((file) => file.endsWith(".ts"));
const tests = values.tests
  ? filesIn(values.tests)
  : filesIn(unitTests).filter((file) => !/\/transition\./.test(file));

const mutants = [];
const texts = new Map();
for (const file of sources) {
  const found = mutantsIn(file, readFileSync(file, "utf8"), mutants.length + 1);
  mutants.push(...found.mutants);
  texts.set(resolve(file), found.text);
}
const equivalent = equivalentOnes();
const isAlive = await judgeOf(
  tests.filter((file) => file.endsWith(".test.ts")).map((file) => resolve(file)),
  texts,
);
let survivors = 0;
for (const one of mutants.filter((mutant) => !equivalent.has(mutant))) {
  if (!(await isAlive(one.id))) continue;
  survivors += 1;
  const { file, line, original, mutant } = one;
  console.log(`${file}:${line}: ${clip(original)} → ${mutant === "" ? "(nothing)" : clip(mutant)}`);
}
const tried = mutants.length - equivalent.size;
const share = ((100 * survivors) / tried).toFixed(1);
console.log(
  `${survivors} of ${tried} mutants live (${share} %); ${equivalent.size} are listed as equivalent`,
);
if (survivors > tried * maxSurvivors) process.exitCode = 1;
