import { mapReport } from "../../../src/gates/coverage/map.ts";
import { coverage } from "../../../src/gates/coverage.ts";
import { checkDco } from "../../../src/gates/dco.ts";
import { claimsIn } from "../../../src/gates/gaming/claims.ts";
import { checkGaming } from "../../../src/gates/gaming/gaming.ts";
import type { Facts } from "../../../src/gates/gate.ts";
import { judgeGenerated } from "../../../src/gates/generated/judge.ts";
import type { GateResult } from "../../../src/gates/result.ts";
import { checkSecrets } from "../../../src/gates/secrets.ts";
import { checkSignatures } from "../../../src/gates/signature.ts";
import { size } from "../../../src/gates/size.ts";
import { scanSecrets } from "../../../src/secrets/scan.ts";
import { isThorough } from "../../thorough.ts";
import { rules } from "../builders.ts";
import { type Attempt, type Disguise, disguised, type Pick, picker, stepsOf } from "./attempt.ts";
import { coverageDisguises, untested } from "./coverage.ts";
import { gamingDisguises, guarded, rigged } from "./gaming.ts";
import { leaked, secretDisguises } from "./secrets.ts";
import { forged, unsigned } from "./sign-off.ts";
import { sizeDisguises, threeThousand } from "./size.ts";
import { factsOf } from "./tree.ts";

/*
 * An agent that wants something through: each try dresses it in up to three disguises, over one or several pull
 * requests. What no gate fails, and what no warning names, is a hole. 20,000 tries in all when they are tried in full.
 */

const share = isThorough ? 1 : 20;
/** Milliseconds that all tries at one gate may take; few have the usual time. */
const limit = isThorough ? 1_500_000 : undefined;
const tries = {
  ...{ size: 4000, coverage: 4000, gaming: 6000 },
  ...{ secrets: 2000, dco: 2000, signature: 2000 },
} as const;
const seedsOf = (gate: keyof typeof tries): number[] =>
  Array.from({ length: tries[gate] / share }, (_, at) => at * 7919 + 1);

const asked = rules({ verify: ["npm test", "make test"], coverage: { reports: ["lcov.info"], code: [] } });

const gamingOf = (facts: Facts): GateResult =>
  checkGaming(facts.changed ?? [], { ...asked, claims: claimsIn(facts, asked) });

/** The facts of each pull request after the first tree. */
const pullsOf = (attempt: Attempt, base: Readonly<Record<string, string>>): Facts[] => {
  const steps = stepsOf(attempt, base);
  return steps.slice(1).flatMap((step, at) => {
    const facts = factsOf(steps.slice(0, at + 1), step);
    return facts.files.length === 0 ? [] : [facts];
  });
};

const isCaught = ({ kind }: GateResult): boolean =>
  kind === "failed" || kind === "warned" || kind === "unjudged";

/** Whether a gate stops one of the pull requests, or names a file of the attempt for the reviewer. */
const caught = (results: readonly GateResult[], { path, moves, beside, before }: Attempt): boolean => {
  const own = [
    path,
    ...moves.flat(),
    ...Object.keys(beside),
    ...before.flatMap((files) => Object.keys(files)),
  ];
  return results.some(
    (result) =>
      isCaught(result) && (result.kind === "failed" || own.some((one) => result.message.includes(one))),
  );
};

const attemptsOf = (
  gate: keyof typeof tries,
  plain: (pick: Pick) => Attempt,
  wardrobe: readonly [Disguise, ...Disguise[]],
): Attempt[] =>
  seedsOf(gate).map((seed) => {
    const pick = picker(seed);
    return disguised(plain(pick), wardrobe, { pick, count: pick([1, 2, 2, 3, 3]) });
  });

const told = ({ path, worn }: Attempt): string => `${path}: ${worn.join(" + ")}`;

const base = { "src/a.ts": "export const a = 1;\n", "README.md": "# Shop\n" };

test(
  "no layout, name, header or byte gets 3,000 lines past the size gate unseen",
  () => {
    const through = attemptsOf("size", threeThousand, sizeDisguises).filter((attempt) => {
      const results = pullsOf(attempt, base).flatMap((facts) => [size.check(facts, asked), gamingOf(facts)]);
      return !caught(results, attempt);
    });
    expect([...new Set(through.map(told))]).toEqual([]);
  },
  limit,
);

const measured = (facts: Facts): GateResult => {
  const changed = facts.changed ?? [];
  const added = new Map(
    changed
      .filter(({ binary, added }) => !binary && added.length > 0)
      .map(({ path, added }) => [path, added.map(({ number, text }) => ({ line: number, text }))]),
  );
  const judge = judgeGenerated(facts.attributes, []);
  const generated = new Set(facts.files.filter((file) => judge(file) !== null).map(({ path }) => path));
  // The report of tests that never load what is hidden; of what it ignores by a pragma it tells nothing.
  const files = new Map(
    ["src/a.ts", "src/cart.ts", "pay/cart.go"].map((path) => [path, { covered: 9, hits: new Map([[1, 1]]) }]),
  );
  for (const [path, lines] of added)
    if (lines.some(({ text }) => /ignore|disable/.test(text)))
      files.set(path, { covered: 0, hits: new Map() });
  const paths = new Set([...files.keys(), ...added.keys()]);
  const report = mapReport({ format: "lcov", sources: [], files }, "lcov.info", {
    roots: ["/r"],
    paths,
    modules: [],
  });
  return coverage({ added, generated, report: { kind: "read", report } }, 60);
};

/** The tested file that takes the hidden one in, as its language does. */
const userOf = (path: string): Record<string, string> => {
  const [, stem = path, ending = ""] = /^(.*?)(\.\w+)$/.exec(path) ?? [];
  const folder = path.slice(0, path.lastIndexOf("/"));
  const dotted = stem.replaceAll("/", ".").replace(/^\.+/, "");
  switch (ending) {
    case ".go":
      return { "pay/cart.go": `package pay\n\nimport (\n\t"example.com/shop/${folder}"\n)\n` };
    case ".py":
      return { "src/cart.py": `from ${dotted} import pay\n` };
    case ".rb":
      return { "src/cart.rb": `require_relative "../${stem}"\n` };
    case ".php":
      return { "src/cart.php": `<?php require "../${path}";\n` };
    case ".rs":
      return { "src/lib.rs": `#[path = "../${path}"]\nmod pay;\n` };
    default:
      return { "src/cart.ts": `import { pay } from "../${path}";\npay();\n` };
  }
};

test(
  "no place, line or tag gets 200 untested lines past the coverage gate unseen",
  () => {
    const through = attemptsOf("coverage", untested, coverageDisguises).filter((plain) => {
      const uses = userOf(plain.path);
      const attempt = { ...plain, beside: { ...plain.beside, ...uses } };
      const results = pullsOf(attempt, base).flatMap((facts) => [
        measured(facts),
        gamingOf(facts),
        size.check(facts, asked),
      ]);
      return !caught(results, attempt);
    });
    expect([...new Set(through.map(told))]).toEqual([]);
  },
  limit,
);

test(
  "nothing that decides how the commands end gets past the reviewer unseen",
  () => {
    const through = attemptsOf("gaming", rigged, gamingDisguises).filter((attempt) => {
      const results = pullsOf(attempt, guarded).map(gamingOf);
      return !caught(results, attempt);
    });
    expect([...new Set(through.map(told))]).toEqual([]);
  },
  limit,
);

test(
  "no real key gets past the secrets gate",
  async () => {
    const through: Attempt[] = [];
    for (const attempt of attemptsOf("secrets", leaked, secretDisguises)) {
      const scans = pullsOf(attempt, base).map(async ({ changed = [] }) =>
        checkSecrets(await scanSecrets(changed)),
      );
      if (!caught(await Promise.all(scans), attempt)) through.push(attempt);
    }
    expect([...new Set(through.map(told))]).toEqual([]);
  },
  limit,
);

test("no commit without its author's sign-off, and none that is not signed, gets past", () => {
  const rules = { base: "main", remediation: { individual: true, thirdParty: false } };
  for (const seed of seedsOf("dco")) {
    const { commits, guilty } = unsigned(picker(seed));
    const { evidence } = checkDco(commits, rules);
    expect([commits, evidence.commits.find(({ sha }) => sha === guilty)?.ok]).toEqual([commits, false]);
  }
  for (const seed of seedsOf("signature")) {
    const { signatures, guilty } = forged(picker(seed));
    const { kind, message } = checkSignatures(signatures, { keys: ["A"] });
    expect([kind, message.includes(guilty.slice(0, 7))]).toEqual(["failed", true]);
  }
});
