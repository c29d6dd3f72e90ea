import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { refusal } from "./errors.ts";

/** The most nodes that a query may ask for: GitHub's limit. */
const nodeLimit = 500_000;
/** The most fields of nodes that it may ask for, and how deep: GitHub ends longer ones by the time that they take. */
const fieldLimit = 2_000_000;
const depthLimit = 40;

interface Cost {
  readonly nodes: number;
  readonly fields: number;
  readonly depth: number;
}

const none: Cost = { nodes: 0, fields: 0, depth: 0 };

interface Counting {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What each fragment costs once, so that fragments of fragments are counted in time. */
  readonly known: Map<string, Cost>;
}

/**
 * Refuses a query, which is valid, before it is run when it might ask for more than the forge answers.
 * @throws GraphQLError with GitHub's words.
 */
export const throwOnCost = (
  { definitions }: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): void => {
  const fragments = definitions.flatMap((definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
  );
  const counting: Counting = { variables, fragments: new Map(fragments), known: new Map() };
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { nodes, fields, depth } = costOf(definition.selectionSet, counting);
    if (nodes > nodeLimit) {
      const most = `exceeds the maximum limit of ${nodeLimit.toLocaleString("en")}`;
      throw refusal(
        "MAX_NODE_LIMIT_EXCEEDED",
        `This query requests up to ${nodes.toLocaleString("en")} possible nodes which ${most}.`,
      );
    }
    if (fields > fieldLimit || depth > depthLimit) {
      throw refusal("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded.");
    }
  }
};

const costOf = (set: SelectionSetNode | undefined, counting: Counting): Cost =>
  (set?.selections ?? []).reduce<Cost>((sum, selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return together(sum, costOfField(selection, counting));
      case Kind.INLINE_FRAGMENT:
        return together(sum, costOf(selection.selectionSet, counting));
      case Kind.FRAGMENT_SPREAD:
        return together(sum, costOfFragment(selection.name.value, counting));
      default:
        return selection satisfies never;
    }
  }, none);

const costOfFragment = (name: string, counting: Counting): Cost => {
  const known = counting.known.get(name);
  if (known) return known;
  const cost = costOf(counting.fragments.get(name)?.selectionSet, counting);
  counting.known.set(name, cost);
  return cost;
};

/** A list counts as often as it may have entries, and what is asked of each as well. */
const costOfField = ({ arguments: given = [], selectionSet }: FieldNode, counting: Counting): Cost => {
  const inner = costOf(selectionSet, counting);
  const sizes = given.flatMap(({ name, value }) =>
    ["first", "last"].includes(name.value) ? [numberOf(value, counting)] : [],
  );
  const times = Math.max(1, ...sizes);
  return {
    nodes: (sizes.length > 0 ? times : 0) + times * inner.nodes,
    fields: 1 + times * inner.fields,
    depth: 1 + inner.depth,
  };
};

const numberOf = (value: ValueNode, { variables }: Counting): number => {
  const given = value.kind === Kind.VARIABLE ? Number(variables[value.name.value] ?? 0) : 0;
  const number = value.kind === Kind.INT ? Number(value.value) : given;
  return Number.isFinite(number) ? Math.min(100, Math.max(0, number)) : 0;
};

const together = (one: Cost, other: Cost): Cost => ({
  nodes: one.nodes + other.nodes,
  fields: one.fields + other.fields,
  depth: Math.max(one.depth, other.depth),
});
