import type { Facts, FileChange, Gate, GateRules } from "./gate.ts";
import { fixedPart, matcher } from "./glob.ts";
import { atOnce, type InPieces, piecewise } from "./pieces.ts";
import { passedIf, type ResultWith } from "./result.ts";
import { count, shown, some } from "./words.ts";

/** Every changed path, and both ends of a rename, is the body's to touch. */
export const scope = {
  name: "scope",
  check: (facts, rules): ResultWith<"paths"> => atOnce(inScope(facts, rules)),
  inPieces: (facts, rules) => inScope(facts, rules),
} satisfies Gate;

function* inScope({ files }: Facts, rules: GateRules): InPieces<ResultWith<"paths">> {
  const [isOut, paths] = [isOutside(rules), yield* pathsOf(files)];
  const outside = yield* piecewise(paths, (some) => some.filter(isOut));
  const message =
    outside.length === 0
      ? `${count(paths.length, "path")}, all inside the scope`
      : outsideMessage(outside, rules);
  return {
    ...{ name: "scope", kind: passedIf(outside.length === 0), message },
    evidence: { of: "paths", paths: outside },
  };
}

/** What is protected is touched only by a body that owns it by name. */
export const protectedPaths = {
  name: "protected",
  check: (facts, rules): ResultWith<"paths"> => atOnce(leftAlone(facts, rules)),
  inPieces: (facts, rules) => leftAlone(facts, rules),
} satisfies Gate;

function* leftAlone({ files }: Facts, rules: GateRules): InPieces<ResultWith<"paths">> {
  const [isClosedTo, paths] = [isShut(rules), yield* pathsOf(files)];
  const shut = yield* piecewise(paths, (some) => some.filter(isClosedTo));
  const message = shut.length === 0 ? "nothing protected is touched" : shutMessage(shut);
  return {
    ...{ name: "protected", kind: passedIf(shut.length === 0), message },
    evidence: { of: "paths", paths: shut },
  };
}

function* pathsOf(files: readonly FileChange[]): InPieces<string[]> {
  const paths = yield* piecewise(files, (some) =>
    some.flatMap(({ path, from }) => (from === null ? [path] : [from, path])),
  );
  return [...new Set(paths)];
}

/** Whether a body may not touch a path: it is outside what the body owns, or protected. */
export const isClosed = (rules: GateRules): ((path: string) => boolean) => {
  const [outside, shut] = [isOutside(rules), isShut(rules)];
  return (path) => outside(path) || shut(path);
};

const isOutside = ({ owns, granted }: GateRules): ((path: string) => boolean) => {
  if (owns === null) return () => false;
  const owned = matcher(owns);
  return (path) => !owned(path) && !isIn(granted, path);
};

/** Whether a path is one of these, or lies in one. */
const isIn = (folders: readonly string[], path: string): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/**
 * A protected path is open only to a body that owns it by name: whose glob's fixed part lies in what is protected,
 * so that `**` opens nothing. What is granted opens it by the same rule.
 */
const isShut = (rules: GateRules): ((path: string) => boolean) => {
  const isProtected = matcher(rules.protected);
  const naming = (rules.owns ?? []).filter(
    (glob) => rules.protected.includes(glob) || isProtected(fixedPart(glob)),
  );
  const named = matcher(naming);
  const granted = rules.granted.filter((path) => isProtected(path) || isProtected(`${path}/`));
  return (path) => isProtected(path) && !named(path) && !isIn(granted, path);
};

const outsideMessage = (paths: readonly string[], { owns }: GateRules): string =>
  `outside what this body owns (${some(owns ?? [], 10)}): ${some(paths.map(shown), 10)}; ` +
  "put these files back as they were, or have a person grant them: an agent names them in `wants` of its outcome";

const shutMessage = (paths: readonly string[]): string =>
  `protected: ${some(paths.map(shown), 10)}; put these files back as they were; ` +
  "only a body whose `owns` names them, or a todo that a person grants them to, may change them";
