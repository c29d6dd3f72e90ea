import fc from "fast-check";
import { parseCalls } from "../../../src/core/command/parse.ts";

/** The commands of a comment as texts; a problem stands after `!`. */
const calls = (body: string): string[] =>
  parseCalls(body).map((call) => (call.ok ? `${call.name} ${call.argument}`.trim() : `! ${call.problem}`));

test.each<[string, string, string[]]>([
  ["a command", "/milepost pause", ["pause"]],
  [
    "several, among text",
    "Please\n/milepost retry\nand\n/milepost skip no need\n",
    ["retry", "skip no need"],
  ],
  ["CRLF and CR", "/milepost pause\r\n/milepost resume\r/milepost stop", ["pause", "resume", "stop"]],
  ["upper case", "/MilePost PAUSE", ["pause"]],
  ["tabs and many blanks", "/milepost \t skip   not\t wanted  ", ["skip not wanted"]],
  ["no command at all", "/milepost", ["help"]],
  ["marks of no width after words", "/milepost\u00a0pause\u200b\ufeff", ["pause"]],
  ["a mark of no width within the word", "/mile\u200bpost pause", []],
  ["a mark of no width before the word", "\u200b/milepost pause", []],
  ["a longer word", "/milepostpause\n/milepost-bot pause\n/mileposts", []],
  ["not at the start", "a /milepost pause\n- /milepost pause\n  /milepost pause", []],
  ["a fence", "```\n/milepost pause\n```\n/milepost resume", ["resume"]],
  [
    "a fence of tildes, with backticks in it",
    "~~~sh\n```\n/milepost pause\n~~~\n/milepost resume",
    ["resume"],
  ],
  ["a shorter fence in a longer one", "````\n```\n/milepost pause\n````\n/milepost resume", ["resume"]],
  ["a fence that is not closed", "```\n/milepost pause", []],
  ["backticks that open no fence", "``` a ` b\n/milepost pause", ["pause"]],
  ["a fence in a list", "- a\n\n  ```\n/milepost pause\n  ```\n/milepost resume", ["resume"]],
  ["a fence after a list's mark", "1. ```\n/milepost pause\n   ```\n/milepost resume", ["resume"]],
  ["indented code", "    /milepost pause\n\t/milepost pause", []],
  ["a fence's mark in indented code", "    ```\n\n/milepost pause", ["pause"]],
  ["a quote", "> /milepost pause\n\n/milepost resume", ["resume"]],
  ["a quote that goes on without its mark", "> he said\n/milepost pause\n\n/milepost resume", ["resume"]],
  ["a fence in a quote ends with it", "> ```\n> /milepost pause\n\n/milepost resume", ["resume"]],
  ["a quote in a list", "- > he said\n/milepost pause", []],
  ["inline code over lines", "see `a\n/milepost pause\nb` there\n/milepost resume", ["resume"]],
  ["a backtick alone", "see ` a\n/milepost pause", ["pause"]],
  ["inline code ends with its paragraph", "see `a\n\n/milepost pause\n\nb`", ["pause"]],
  ["an HTML comment", "<!-- a\n\n/milepost pause\n-->\n/milepost resume", ["resume"]],
  ["an HTML comment within text", "a <!-- b\n/milepost pause\n--> c\n/milepost resume", ["resume"]],
  ["an HTML comment that is not closed", "<!--\n/milepost pause", []],
  ["preformatted HTML", "<pre>\n/milepost pause\n\n</pre>\n/milepost resume", ["resume"]],
  ["a quote in HTML", "<blockquote>\n/milepost pause\n</blockquote>", []],
  ["details, which hide nothing", "<details>\n/milepost pause\n</details>", ["pause"]],
  ["a number", "/milepost rounds 7", ["rounds 7"]],
  ["a name as code", "/milepost reassign `docs`", ["reassign docs"]],
  ["paths", "/milepost grant src/a.ts  `docs/`", ["grant src/a.ts docs/"]],
])("%s is read as people see it", (_, body, expected) => {
  expect(calls(body)).toEqual(expected);
});

test.each([
  ["/milepost puase", "there is no command of that name; did you mean `pause`?"],
  ["/milepost xyzzy", "there is no command of that name: see `/milepost help`"],
  ["/milepost pause now", "it takes nothing after its name"],
  ["/milepost skip", "`<why>` is missing after its name"],
  ["/milepost reassign", "`<body>` is missing after its name"],
  ["/milepost reassign a b", "it takes one `<body>`, not several"],
  ["/milepost rounds many", "`<n>` is a whole number from 1 to 100"],
  ["/milepost rounds 101", "`<n>` is a whole number from 1 to 100"],
  ["/milepost rounds", "`<n>` is missing after its name"],
])("%s is answered with what is wrong", (body, problem) => {
  expect(calls(body)).toEqual([`! ${problem}`]);
});

test("of a flood of commands the first are obeyed and the rest is said", () => {
  const flood = calls("/milepost help\n".repeat(4000));
  expect(flood).toHaveLength(21);
  expect(flood.at(-1)).toMatch(/3980 more lines are not obeyed/);
});

test("the longest comments are read at once, whatever they are made of", () => {
  const pieces = [
    "`",
    "``",
    "```",
    "~~~",
    ">",
    "- ",
    "<!--",
    "-->",
    "\\`",
    "\n",
    " ",
    "    ",
    "<pre>",
    "/milepost pause\n",
  ];
  for (const piece of pieces) expect(() => calls(piece.repeat(65_536 / piece.length))).not.toThrow();
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 400 }), (made) => {
      expect(calls(made.join("")).length).toBeLessThan(25);
    }),
  );
});
