import { questionIn } from "../../src/agents/question.ts";

test.each([
  ["Overwrite README.md? (y/N) ", "Overwrite README.md? (y/N)"],
  ["Enter your password: ", "Enter your password:"],
  [
    "Add .aider* to .gitignore (recommended)? (Y)es/(N)o [Yes]: ",
    "Add .aider* to .gitignore (recommended)? (Y)es/(N)o [Yes]:",
  ],
  ["Press Enter to continue\n", "Press Enter to continue"],
  [
    "Waiting up to 5 minutes for you to finish in the browser...\nUse Control-C to interrupt.\n",
    "Waiting up to 5 minutes for you to finish in the browser...",
  ],
])("a question is seen in %j", (tail, question) => {
  expect(questionIn(tail)).toBe(question);
});

test.each([
  "",
  "Reading files\n",
  "Which files are there? I look.\nReading src/a.ts\n",
  '{"type":"text","part":{"text":"Shall I go on?"}}\n',
  "1,000 of 2,000 tests passed\n",
])("no question is seen in %j", (tail) => {
  expect(questionIn(tail)).toBeNull();
});
