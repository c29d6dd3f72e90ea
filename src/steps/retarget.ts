import type { ChangeOf } from "../core/decide/change.ts";
import { type ApplyPorts, type Batch, blockRefused } from "./batch.ts";

/** Shows a pull request on another base; where the forge does not let that be, a person is asked in its words. */
export const retarget = async (
  ports: ApplyPorts,
  batch: Batch,
  { todo, pull, base, own }: ChangeOf<"retarget">,
): Promise<void> => {
  if (batch.conflicts.size > 0) return;
  const shown = await ports.forge.retarget(pull, base);
  if (!("refused" in shown)) return ports.reader.note({ pull: shown });
  batch.conflicts.add(todo);
  await blockRefused(ports, own, `#${pull} cannot be shown on ${base}: ${shown.refused}`);
};
