import { z } from "zod";
import type { GateEvidence, GateResult } from "../../gates/result.ts";
import { maxPaths } from "../repository-path.ts";

const told = { name: z.string().min(1).max(300), message: z.string() };
const lacks = z.enum(["commits", "lines", "secrets", "signatures", "checkout"]);
const commands = z.array(z.string().max(4096)).readonly();
const paths = z.array(z.string().max(4096)).max(maxPaths).readonly();

/** Of a gate's evidence what a later job needs: it judges by its own facts all that git alone tells, or asks a person. */
const evidence = z.discriminatedUnion("of", [
  z.object({ of: z.literal("commands"), commands }),
  z.object({ of: z.literal("paths"), paths }),
  z.object({ of: z.literal("nothing") }),
]);

const current = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("passed"), ...told, evidence }),
  z.object({ kind: z.literal("failed"), ...told, evidence }),
  z.object({ kind: z.literal("warned"), ...told, evidence }),
  z.object({ kind: z.literal("skipped"), ...told, evidence }),
  z.object({ kind: z.literal("unjudged"), ...told, evidence, lacks }),
]);
type HandedResult = z.output<typeof current>;

/** As versions before this union left it: a lane that one of them began may be gone on with by this one. */
const earlier = z
  .object({ ...told, ok: z.boolean(), level: z.enum(["error", "warning"]), commands: commands.optional() })
  .transform(({ name, message, ok, level, commands: ran }): HandedResult => {
    const failed = level === "error" ? "failed" : "warned";
    return {
      ...{ kind: ok ? "passed" : failed, name, message },
      evidence: ran ? { of: "commands", commands: ran } : { of: "nothing" },
    };
  });

/** A gate's result as one job hands it to the next. */
export const handedResultSchema = z.union([current, earlier]);

/** The results as they are handed on. */
export const handedResults = (results: readonly GateResult[]): HandedResult[] =>
  results.map(({ evidence, ...result }) => ({
    ...result,
    evidence: handedEvidence(evidence),
  }));

const handedEvidence = (evidence: GateEvidence): HandedResult["evidence"] => {
  if (evidence.of === "commands") return evidence;
  if (evidence.of !== "paths" || evidence.paths.length === 0) return { of: "nothing" };
  return { of: "paths", paths: evidence.paths.slice(0, maxPaths) };
};
