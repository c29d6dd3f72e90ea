/** An opaque global id, as GitHub's `node_id` and GraphQL's `id`: the type's letters and the database id. */
export const nodeId = (type: string, id: number | string): string =>
  `${type}_${Buffer.from(`${type}:${id}`).toString("base64url")}`;

/** The database id in a global id of the type, or `null` when it is not one. */
export const fromNodeId = (type: string, id: string): number | null => {
  if (!id.startsWith(`${type}_`)) return null;
  const [name, number] = Buffer.from(id.slice(type.length + 1), "base64url")
    .toString()
    .split(":");
  return name === type && /^\d+$/.test(number ?? "") ? Number(number) : null;
};
