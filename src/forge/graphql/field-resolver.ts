import { defaultFieldResolver, type GraphQLFieldResolver } from "graphql";
import type { RequestContext } from "../context.ts";
import { commitNode } from "./git/node.ts";
import { Link } from "./link.ts";
import { currentPullNode, pullNode } from "./pulls/node.ts";
import { repositoryNode } from "./repositories/node.ts";

/** Reads a field as GraphQL does, and follows the links in it. */
export const fieldResolver: GraphQLFieldResolver<unknown, Omit<RequestContext, "body">> = (
  source,
  args,
  context,
  info,
) => followed(defaultFieldResolver(source, args, context, info));

const followed = (value: unknown): unknown => {
  if (value instanceof Link) return nodeOf(value);
  if (value instanceof Promise) return value.then(followed);
  return Array.isArray(value) ? value.map(followed) : value;
};

const nodeOf = ({ target }: Link): unknown => {
  switch (target.to) {
    case "repository":
      return repositoryNode(target.context, target.repository);
    case "pull":
      return target.current ? currentPullNode(target.here, target.pull) : pullNode(target.here, target.pull);
    case "commit":
      return commitNode(target.here, target.sha);
    default:
      return target satisfies never;
  }
};
