import type { FileChange, Gate, GateRules } from "./gate.ts";
import { fixedPart, matcher } from "./glob.ts";
import { count, shown, some } from "./words.ts";

/** Every changed path, and both ends of a rename, is the body's to touch. */
export const scope: Gate = {
  name: "scope",
  check: (facts, rules) => {
    const paths = [...new Set(facts.files.flatMap(pathsOf))];
    const outside = paths.filter(isOutside(rules));
    const shut = paths.filter(isShut(rules));
    const wrong = [...new Set([...outside, ...shut])];
    const result = { name: "scope", level: "error", ok: wrong.length === 0, paths: wrong } as const;
    if (result.ok) return { ...result, message: `${count(paths.length, "path")}, all inside the scope` };
    return { ...result, message: [...outsideMessage(outside, rules), ...shutMessage(shut)].join("; ") };
  },
};

const pathsOf = ({ path, from }: FileChange): string[] => (from === null ? [path] : [from, path]);

function isOutside({ owns }: GateRules): (path: string) => boolean {
  if (owns === null) return () => false;
  const owned = matcher(owns);
  return (path) => !owned(path);
}

/**
 * A protected path is open only to a body that owns it by name: whose glob's fixed part lies in what is protected,
 * so that `**` opens nothing.
 */
function isShut(rules: GateRules): (path: string) => boolean {
  const isProtected = matcher(rules.protected);
  const naming = (rules.owns ?? []).filter(
    (glob) => rules.protected.includes(glob) || isProtected(fixedPart(glob)),
  );
  const named = matcher(naming);
  return (path) => isProtected(path) && !named(path);
}

const outsideMessage = (paths: readonly string[], { owns }: GateRules): string[] =>
  paths.length === 0
    ? []
    : [
        `outside what this body owns (${some(owns ?? [], 10)}): ${some(paths.map(shown), 10)}; ` +
          "put these files back as they were, and ask for a follow-up to the body that owns them",
      ];

const shutMessage = (paths: readonly string[]): string[] =>
  paths.length === 0
    ? []
    : [
        `protected: ${some(paths.map(shown), 10)}; put these files back as they were; ` +
          "only a body whose `owns` names them may change them",
      ];
