import type { GateResult } from "../gates/result.ts";

/** Whether a change may not go on with it. */
export const isFailure = ({ kind }: Pick<GateResult, "kind">): boolean => {
  switch (kind) {
    case "failed":
    case "unjudged":
      return true;
    case "passed":
    case "warned":
    case "skipped":
      return false;
    default:
      return kind satisfies never;
  }
};

/** Whether it holds something against the change, be it only for the reviewer to confirm. */
export const isObjection = (result: Pick<GateResult, "kind">): boolean =>
  isFailure(result) || result.kind === "warned";

/** Whether a change may go on with all of these. */
export const allPass = (results: readonly Pick<GateResult, "kind">[]): boolean => !results.some(isFailure);

/** Whether nothing but its size keeps a change from going on. */
export const isOnlyOversized = (results: readonly Pick<GateResult, "name" | "kind">[]): boolean => {
  const failed = results.filter(isFailure);
  return failed.length > 0 && failed.every(({ name, kind }) => name === "size" && kind === "failed");
};

/** The hand-written lines that were counted; `null` when size was not judged. */
export const linesIn = (results: readonly GateResult[]): number | null => {
  const sizes = results.flatMap(({ evidence }) => (evidence.of === "size" ? [evidence.took.lines] : []));
  return sizes[0] ?? null;
};
