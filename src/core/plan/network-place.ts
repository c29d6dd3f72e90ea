import { offsetOf, type Source } from "./read/yaml.ts";
import type { PlanFile } from "./schema.ts";

/** The line of a plan file where a host is added that its commands need: the agent's `network`, or the agent. */
export const networkPlace = (file: PlanFile, source: Source, name: string): string => {
  const body = file.bodies.findIndex(({ agent }) => agent !== undefined);
  const isOfBody = file.agent === undefined && body >= 0;
  const agent = isOfBody ? file.bodies[body]?.agent : file.agent;
  const path = [...(isOfBody ? ["bodies", body] : []), "agent", ...(Array.isArray(agent) ? [0] : [])];
  const { line } = source.lineAt(offsetOf(source, [...path, "network"], true));
  return `${name}:${line}`;
};
