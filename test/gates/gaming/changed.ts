import type { ChangedLines } from "../../../src/gates/changed-lines.ts";

/** What a plan says that the gate goes by. */
export const rules = {
  verify: ["npm ci && npm run lint", "./check.sh --all", "make test", "tox"],
  coverage: { reports: ["coverage/lcov.info"] },
};

/** A changed file by lines that begin with `+` or `-`. */
export const file = (path: string, lines: string[] = [], more: Partial<ChangedLines> = {}): ChangedLines => {
  const of = (sign: string) =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line, at) => ({ number: at + 1, text: line.slice(1) }));
  return {
    path,
    from: null,
    status: "changed",
    binary: false,
    added: of("+"),
    deleted: of("-"),
    cut: false,
    commit: null,
    ...more,
  };
};

export const workflow = (...lines: string[]) => file(".github/workflows/ci.yml", lines);
