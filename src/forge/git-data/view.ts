import { nodeId } from "../node-id.ts";
import type { Shown } from "../repositories/shown.ts";
import { fullNameOf } from "../repository.ts";

type Place = Omit<Shown, "store">;

/** A ref and what it points at. */
export interface Ref {
  readonly name: string;
  readonly sha: string;
  readonly type: string;
}

/** GitHub's `git-ref`. */
export const refView = ({ repository, urls }: Place, ref: Ref) => {
  const git = `${urls.repository(fullNameOf(repository))}/git`;
  return {
    ref: ref.name,
    node_id: nodeId("REF", ref.name),
    url: `${git}/${ref.name}`,
    object: { type: ref.type, sha: ref.sha, url: `${git}/${ref.type}s/${ref.sha}` },
  };
};
