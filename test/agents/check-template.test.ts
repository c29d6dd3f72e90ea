import { readFileSync } from "node:fs";
import { checkTemplate } from "../../src/agents/check-template.ts";
import { promptNames } from "../../src/agents/prompt.ts";
import { loadPlan } from "../../src/core/plan/load.ts";
import { renderProblem } from "../../src/core/plan/problem.ts";

test.each(["implement", "fix", "review"] as const)("our own prompt %s has no problem", (kind) => {
  expect(checkTemplate(kind, readFileSync(`prompts/${kind}.md`, "utf8"))).toEqual([]);
});

test.each<[string, string, string]>([
  ["an unknown name", "a\nb {{ nope }}", "2:6: undefined variable: nope"],
  [
    "an unknown name in a branch that is seldom taken",
    "{% if round > 90 %}{{ nope }}{% endif %}",
    "1:23: undefined",
  ],
  ["an unknown part of a name", "{{ todo.nope }}", "1:4: undefined variable: todo.nope"],
  [
    "an unknown part of an item",
    "{% for fix in fixes %}{{ fix.nope }}{% endfor %}",
    "1:26: undefined variable: fix.nope",
  ],
  ["an unknown filter", "{{ base | shout }}", "undefined filter: shout"],
  ["an unknown tag", "\n{% shell %}", '2:1: tag "shell" not found'],
  ["a file to include", 'a {% include "/etc/passwd" %}', "1:3: ENOENT"],
  ["a loop of a billion", "{% for i in (1..1000000000) %}x{% endfor %}", "memory alloc limit exceeded"],
  ["a tag that is not closed", "{% if round %}", "1:1: tag {% if round %} not closed"],
])("a template with %s has a problem, with its place", (_, text, problem) => {
  const found = checkTemplate("fix", text).map(
    ({ line, column, message }) => `${line}:${column}: ${message}`,
  );
  expect(found).toEqual([expect.stringContaining(problem)]);
});

const planWith = (prompts: string): string => `version: 1
plan: p
title: P
prompts:
${prompts}
bodies: [{ body: a, todos: [{ todo: a, title: A }] }]
`;

test.each<[string, string, string]>([
  [
    "a block",
    "  fix: |\n    Fix {{ todo.title }}\n\n      {{ nope }}",
    "p.yml:8:10: the prompt `fix` is broken: undefined variable: nope",
  ],
  ["a line", '  fix: "Fix {{ nope }}"', "p.yml:5:8: the prompt `fix` is broken: undefined variable: nope"],
])("a broken template in %s is a problem of the plan, where it stands", (_, prompts, problem) => {
  const loaded = loadPlan(planWith(prompts), "p.yml", checkTemplate);
  expect(loaded.ok ? [] : loaded.problems.map((one) => renderProblem(one).split("\n")[0])).toEqual([
    expect.stringContaining(problem),
  ]);
});

test("a broken template is told beside all else, and the page that it leads to lists every name and filter of ours", () => {
  const loaded = loadPlan(planWith("  fix: '{{ nope }}'\nparallel: none"), "p.yml", checkTemplate);
  const told = loaded.ok ? [] : loaded.problems.map(renderProblem);
  expect(told).toEqual([expect.stringContaining("nope"), expect.stringContaining("`parallel` is `none`")]);
  const [page = ""] = /docs\/\w+\.md/.exec(told[0] ?? "") ?? [];
  const listed = new Set(
    [...readFileSync(page, "utf8").matchAll(/`([a-z]+)(?:\.[a-z]+)?`/gi)].map(([, name]) => name),
  );
  expect([...promptNames, "fence", "line"].filter((name) => !listed.has(name))).toEqual([]);
});
