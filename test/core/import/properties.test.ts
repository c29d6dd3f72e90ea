import fc from "fast-check";
import { formats } from "../../../src/core/import/formats/list.ts";
import { importPlan } from "../../../src/core/import/write.ts";
import { loadPlan } from "../../../src/core/plan/load.ts";
import { isThorough } from "../../thorough.ts";
import { importedOf, planOf } from "./plan-of.ts";
import { type Part, type Piece, renderings } from "./renderings.ts";

/** Runs: a few where everybody waits, many where somebody asks for it. */
const runs = isThorough ? 10_000 : 60;

const languages = {
  latin: ["Retry", "charges", "overview", "Setup", "notes", "review", "index", "Rules", "scope", "goals"],
  german: ["Regeln", "Ziele", "Überblick", "Zahlung", "prüfen", "Hinweise", "Aufgaben"],
  greek: ["κανόνες", "στόχοι", "πληρωμή", "έλεγχος", "σημειώσεις"],
  japanese: ["規則", "概要", "請求", "再試行", "備考", "目的"],
};
const wordsOf = (words: readonly string[]) =>
  fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 4 }).map((all) => all.join(" "));
const anyWords = fc.oneof(...Object.values(languages).map(wordsOf));

/** Parts of pieces, each named once, some done; one at least is not. */
const parts: fc.Arbitrary<Part[]> = fc
  .array(
    fc.record({
      title: anyWords,
      pieces: fc.array(
        fc.record({ title: anyWords, done: fc.boolean(), details: fc.array(anyWords, { maxLength: 2 }) }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((all) => {
    let at = 0;
    return all.map(({ title, pieces }, index) => ({
      title: `${title} P${index}x`,
      pieces: pieces.map((piece, one) => ({
        ...piece,
        done: piece.done && one > 0,
        title: `${piece.title} w${at++}w`,
      })),
    }));
  });

/** What a plan has, by the marks in its words. */
const found = (text: string, file: string): string[][] =>
  planOf(text, file).bodies.map(({ todos }) =>
    todos.map(({ title, text }) => /w\d+w/.exec(`${title} ${text}`)?.[0] ?? title),
  );

const isOpenWork = ({ done }: Piece): boolean => !done;
const markOf = ({ title }: Piece): string => /w\d+w/.exec(title)?.[0] ?? title;

test("every format is rendered, but for a file that is one task", () => {
  const rendered = new Set(Object.values(renderings).map(({ format }) => format));
  expect(formats.map(({ name }) => name).filter((name) => !rendered.has(name))).toEqual(["task file"]);
});

test.each(Object.entries(renderings))(
  "what is written as %s is read back: nothing lost, made up or moved",
  (file, { format, render, isFlat }) => {
    fc.assert(
      fc.property(parts, (all) => {
        const text = render(all);
        const open = all.map(({ pieces }) => pieces.filter(isOpenWork).map(markOf));
        const expected = isFlat ? [open.flat()] : open;
        const also = text.includes("w999w")
          ? [...expected.slice(0, -1), [...(expected.at(-1) ?? []), "w999w"]]
          : expected;
        expect(importedOf(text, file).format).toBe(format);
        expect(found(text, file)).toEqual(also);
      }),
      { numRuns: Math.ceil(runs / 12) },
    );
  },
);

const shapeOfPlan = (text: string, file: string) =>
  planOf(text, file).bodies.map(({ todos }) =>
    todos.map(({ title, text, phase, needs }) => [
      `${title} ${text}`.match(/w\d+w/)?.[0],
      phase,
      needs.length,
    ]),
  );

test("words of another language in every heading change nothing in what is found, in any format", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.entries(renderings)),
      parts,
      fc.infiniteStream(anyWords),
      (one, all, words) => {
        const [file, { render }] = one;
        const renamed = all.map((part, at) => ({ ...part, title: `${words.next().value} P${at}x` }));
        expect(shapeOfPlan(render(renamed), file)).toEqual(shapeOfPlan(render(all), file));
      },
    ),
    { numRuns: Math.ceil(runs / 3) },
  );
});

test("words of another language in every heading change nothing in what is found", () => {
  const samples = [
    "# A b\n\n## One two\n- [ ] x1x\n### Three four\n- [ ] x2x\n- [x] x3x\n\n## Five six\nprose\n- point\n",
    "# A b\n\n## Phase 1: One\n- [ ] x1x\n## Phase 2: Two\nprose\n## Phase 3: Three\n- [ ] x2x\n\n## Four five\n- [ ] x3x\n",
    "# A b\n\n## Lists one\n- x1x\n- x2x\n\n## Lists two\n- x3x\n",
    "# A b\n\n## One two\n\n| Task | State |\n|--|--|\n| x1x | Done |\n| x2x | Open |\n",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),

      fc.infiniteStream(fc.constantFrom(...Object.values(languages).flat())),
      (text, stream) => {
        const words = new Map<string, string>();
        const other = (word: string) => {
          const known = words.get(word) ?? String(stream.next().value);
          words.set(word, known);
          return known;
        };
        const shuffled = text.replace(/^#+ .*$/gm, (heading) => heading.replace(/[A-Za-z]+/g, other));
        const shape = (source: string) => {
          const plan = planOf(source);
          return plan.bodies.map(({ todos }) =>
            todos.map(({ text, phase, needs }) => [text.match(/x\dx/g), phase, needs.length]),
          );
        };
        expect(shape(shuffled)).toEqual(shape(text));
      },
    ),
    { numRuns: Math.ceil(runs / 3) },
  );
});

const line = fc.constantFrom(
  ...["Agent 1: #", "Agent 2: # (after all)", "# #", "## #", "### #", "**#:**", "#", "# goes on.", "#:"],
  ...[
    "- #",
    "- [x] #",
    "- [ ] #",
    "  - [ ] 1.1 #",
    "    more #",
    "1. #",
    "- PHASE 3: #",
    "- b (02a #, 02b C)",
    "- a/01a-#",
  ],
  ...[
    "| Task | # |",
    "|---|---|",
    "| # | b |",
    "```",
    "Rules:",
    "## Phase 1: #",
    "## Phase 2: #",
    "<!-- # -->",
  ],
  ...[
    "Worktree: /x/#",
    "owns: #/**",
    "---",
    "====",
    "h2. #",
    "* #",
    "** TODO #",
    "<li>#</li>",
    "",
    "",
    "a,#",
    "Summary,#",
  ],
  ...[
    "#+TITLE: #",
    '{"id":"#","title":"#","dependencies":[]}',
    "id: #",
    "- [ ] T001 # (depends on T002)",
    "T001 → T002",
  ],
);

test("whatever is imported loads, and each of its words is in the plan or in a line that is left out for a reason", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string({ maxLength: 20 })), { maxLength: 30 }), (lines) => {
      const prompt = lines.map((text, at) => text.replace(/#(?![# +])(?<!##)/g, `w${at}w`)).join("\n");
      const imported = importPlan(prompt, "prompt.md");
      if (!imported.ok) return expect(imported.why).toBe("nothing-to-do");
      expect(loadPlan(imported.text, "p.yml")).toMatchObject({ ok: true });
      const told = new Set(
        imported.account.flatMap(({ line, end }) =>
          Array.from({ length: end - line + 1 }, (_, at) => line + at),
        ),
      );
      const source = prompt.replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n").split("\n");
      const missing = source.filter(
        (text, at) =>
          /w\d+w/.test(text) &&
          !told.has(at + 1) &&
          !imported.text.toLowerCase().includes(/w\d+w/.exec(text)?.[0] ?? ""),
      );
      expect(missing).toEqual([]);
    }),
    { numRuns: runs },
  );
});

test("a text that is one thing again and again is read to its end", () => {
  const pieces = [
    "- [ ] a\n",
    "> ",
    "|a|",
    "[",
    "`",
    "* *",
    "# Phase 1: a\n",
    "(",
    '"',
    "a,",
    "<li>",
    '{"a":',
    "T001 → ",
    "\n",
    "1. a\n",
    "** TODO a\n",
    "<!--",
    "- [ ] T001 a (depends on T002)\n",
    "x 2026-01-01 a\n",
    "(A) a +b\n",
  ];
  for (const piece of pieces) {
    const imported = importPlan(piece.repeat(Math.ceil(8_000 / piece.length)), "big");
    expect(imported.ok ? "plan" : imported.why).toMatch(/^(?:plan|nothing-to-do|too-large)$/);
  }
});

test.each([
  "- [ ] a\n",
  "# a\n",
  "* a\n",
  "1. a\n",
  "(A) a\n",
  "x a +b\n",
  "| a |\n",
  "<li>a\n",
  '{"title":"a"}\n',
])("a megabyte of %j is refused at once", (piece) => {
  const points = Math.ceil(1_000_000 / piece.length);
  expect(importPlan(piece.repeat(points), "big")).toEqual({ ok: false, why: "too-many-points", points });
});
