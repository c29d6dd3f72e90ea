import { runGates } from "../../../src/gates/list.ts";
import { readFacts } from "../../../src/git/facts/facts.ts";
import { remediationAt } from "../../../src/git/facts/remediation.ts";
import { gitAt } from "../../../src/git/git.ts";
import { rules } from "../../gates/builders.ts";
import { commit, scene, sh } from "../scene.ts";

const asked = (individual: string, thirdParty: string) =>
  `allowRemediationCommits:\n  individual: ${individual}\n  thirdParty: ${thirdParty}\n`;

test.each([
  ["both", asked("true", "true"), { individual: true, thirdParty: true }],
  ["the author's own only", "allowRemediationCommits: {}\n", { individual: true, thirdParty: false }],
  ["none", asked("false", "false"), { individual: false, thirdParty: false }],
  ["nothing of it", "require: { members: false }\n", null],
  ["something else", asked("sometimes", "true"), null],
  ["no YAML", "a: [\n", null],
  ["an alias without end", "allowRemediationCommits: &a { individual: *a }\n", null],
])("the DCO app's settings let remediation commits count: %s", async (_, text, expected) => {
  await using at = await scene({ ".github/dco.yml": text });
  expect(await remediationAt(gitAt(`${at.repo}/.git`), at.main)).toEqual(expected);
});

test("who may sign off on another's behalf is decided at the base, not by the change", async () => {
  await using at = await scene();
  const forAnother = async (base: string): Promise<boolean | undefined> => {
    const missing = await commit(at.repo, { b: base }, "Add");
    const head = await commit(
      at.repo,
      { ".github/dco.yml": asked("true", "true"), c: base },
      `Remedy\n\nOn behalf of Ada <ada@example.com>, I, Ada <ada@example.com>, hereby add my Signed-off-by to this commit: ${missing}\n\nSigned-off-by: Ada <ada@example.com>`,
    );
    const facts = await readFacts(gitAt(`${at.repo}/.git`), { base, head }, { generated: [], commits: true });
    return runGates(facts, rules(), ["dco"])[0]?.kind === "passed";
  };
  expect(await forAnother(at.main)).toBe(false);
  expect(await forAnother(await sh(at.repo, "rev-parse", "HEAD"))).toBe(true);
});
