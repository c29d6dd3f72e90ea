import { nodeId } from "../../node-id.ts";
import type { Shown } from "../../repositories/shown.ts";
import { fullNameOf } from "../../repository.ts";
import type { IssueLabel } from "./table.ts";

/** GitHub's `label`. */
export const labelView = ({ repository, urls }: Pick<Shown, "repository" | "urls">, label: IssueLabel) => ({
  id: label.id,
  node_id: nodeId("LA", label.id),
  url: `${urls.repository(fullNameOf(repository))}/labels/${encodeURIComponent(label.name)}`,
  name: label.name,
  color: label.color,
  description: label.description,
  default: false,
});
