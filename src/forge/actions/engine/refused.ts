import { MilepostError } from "../../../core/error.ts";
import type { Scopes } from "../../grant.ts";
import { scopesOf } from "../tokens/scopes.ts";
import { parseWorkflow } from "./definition.ts";
import type { Frame } from "./run.ts";
import { findWorkflow } from "./workflow-source.ts";

/** How deep workflows may call each other: GitHub's limit, the first included. */
export const depthLimit = 10;

type Part = Pick<Frame, "running" | "definition" | "source" | "scopes" | "cap" | "depth">;

/**
 * Looks at the workflows that a run calls, directly or not, before any of its jobs is begun.
 * @throws MilepostError when one is not there, is none, or asks for more than its caller has: then no job begins.
 */
export const throwOnRefusedCalls = async (part: Part): Promise<void> => {
  const { running, definition } = part;
  for (const job of Object.values(definition.jobs)) {
    const scopes = job.permissions === undefined ? part.scopes : scopesOf(job.permissions, part.cap);
    if (job.uses === undefined) continue;
    if (part.depth >= depthLimit) {
      throw new MilepostError(`workflows call each other more than ${depthLimit} deep at ${job.uses}`);
    }
    const { git, repository, workshop } = running;
    const place = { source: part.source, git, repository, folders: workshop.folders };
    await throwOnRefusedCalls(await calledBy(part, { uses: job.uses, scopes, place }));
  }
};

const calledBy = async (
  { running, depth }: Part,
  { uses, scopes, place }: { uses: string; scopes: Scopes; place: Parameters<typeof findWorkflow>[1] },
): Promise<Part> => {
  const { text, source } = await findWorkflow(uses, place);
  const definition = parseWorkflow(text, uses);
  if (!definition.on.call) {
    throw new MilepostError(`${uses} has no workflow_call trigger`, {
      hint: "add `on: workflow_call` to it",
    });
  }
  const held = definition.permissions === undefined ? scopes : scopesOf(definition.permissions, scopes);
  return { running, definition, source, scopes: held, cap: scopes, depth: depth + 1 };
};
