import type { Condition } from "../issues/list.ts";
import { qualifierOf, type Searching, wordCondition } from "./qualifiers.ts";
import type { SearchQuery } from "./query.ts";

/** The rows of `issues` that a search lets through. */
export const conditionOf = (query: SearchQuery, searching: Searching): Condition => {
  switch (query.kind) {
    case "all":
      return joined(" and ", query.parts, searching);
    case "any":
      return joined(" or ", query.parts, searching);
    case "not": {
      const { where, values } = conditionOf(query.part, searching);
      return { where: `not (${where})`, values };
    }
    case "word":
      return wordCondition(query.text, searching);
    case "qualifier": {
      const { name, values } = query;
      const qualifier = qualifierOf(name);
      if (!qualifier) return wordCondition(`${name}:${values.join(",")}`, searching);
      const parts = values.map((value) => qualifier(value, searching));
      return together(" or ", parts);
    }
    default:
      return query satisfies never;
  }
};

const joined = (by: " and " | " or ", parts: readonly SearchQuery[], searching: Searching): Condition =>
  together(
    by,
    parts.map((part) => conditionOf(part, searching)),
  );

const together = (by: " and " | " or ", parts: readonly Condition[]): Condition => {
  const [only, ...more] = parts;
  if (!only) return { where: "true", values: [] };
  // Each parenthesis takes some of the stack of SQLite's parser.
  if (more.length === 0) return only;
  return {
    where: `(${parts.map(({ where }) => where).join(by)})`,
    values: parts.flatMap(({ values }) => values),
  };
};
