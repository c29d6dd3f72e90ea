import { type Node, nodesIn } from "./syntax.ts";

/** Calls one on the other, such as `expect(a).not.toBe(1)`: from the name that it begins with to the last. */
export interface CallChain {
  /** The name that it begins with; empty when that is something else. */
  readonly root: string;
  /** What it begins with. */
  readonly base: Node;
  /** The names behind it, the first first. */
  readonly names: readonly string[];
  /** What its calls are given, the first first. */
  readonly given: readonly Node[];
  /** Whether the name that it begins with is called itself. */
  readonly isCalled: boolean;
}

/** The chain that ends with a node; `null` when it is none. */
export const chainOf = (top: Node): CallChain | null => {
  const [names, given]: [string[], Node[]] = [[], []];
  let isCalled = false;
  let at = top;
  for (;;) {
    const link = linkOf(at);
    if (!link) break;
    names.unshift(...link.names);
    given.unshift(...link.given);
    isCalled = at.type !== "MemberExpression" && at.type !== "OptionalMemberExpression";
    at = link.on;
  }
  if (at === top) return null;
  return { root: at.type === "Identifier" ? String(at.name) : "", base: at, names, given, isCalled };
};

interface Link {
  readonly on: Node;
  readonly names: readonly string[];
  readonly given: readonly Node[];
}

const linkOf = (node: Node): Link | null => {
  switch (node.type) {
    case "CallExpression":
    case "OptionalCallExpression":
      return linked(node.callee, [], nodesIn(node.arguments));
    case "TaggedTemplateExpression":
      return linked(node.tag, [], nodesIn(node.quasi));
    case "MemberExpression":
    case "OptionalMemberExpression": {
      const [property] = nodesIn(node.property);
      return node.computed === true
        ? linked(node.object, [String(property?.value ?? "")], nodesIn(property))
        : linked(node.object, [String(property?.name ?? "")], []);
    }
    default:
      return null;
  }
};

const linked = (on: unknown, names: readonly string[], given: readonly Node[]): Link | null => {
  const [first] = nodesIn(on);
  return first ? { on: first, names, given } : null;
};
