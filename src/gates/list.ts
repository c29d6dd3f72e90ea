import { MilepostError } from "../core/error.ts";
import { checkDco } from "./dco.ts";
import { checkGaming } from "./gaming/gaming.ts";
import type { Facts, Gate, GateResult, GateRules } from "./gate.ts";
import { protectedPaths, scope } from "./scope.ts";
import { checkSecrets } from "./secrets.ts";
import { checkSignatures } from "./signature.ts";
import { size } from "./size.ts";
import { verify } from "./verify.ts";

const dco: Gate = {
  name: "dco",
  check: ({ commits }) => (commits ? checkDco(commits, { base: "<base>" }) : null),
};

const signature: Gate = {
  name: "signature",
  check: ({ signatures }, { signing }) =>
    signatures ? checkSignatures(signatures, { signing, keys: null }) : null,
};

const secrets: Gate = {
  name: "secrets",
  check: (facts) => (facts.secrets ? checkSecrets(facts.secrets) : null),
};

const gaming: Gate = {
  name: "gaming",
  check: ({ changed }, rules) => (changed ? checkGaming(changed, rules) : null),
};

/** All gates, in the order in which they are shown. */
export const gates: readonly Gate[] = [size, scope, protectedPaths, dco, signature, verify, secrets, gaming];

/** Gates whose facts come from a checkout, not from git alone. */
export const needsCheckout: ReadonlySet<string> = new Set([verify.name]);

/**
 * Judges a change by all gates, or by the named ones.
 *
 * @throws {MilepostError} when a name is no gate's.
 */
export function runGates(facts: Facts, rules: GateRules, only?: readonly string[]): GateResult[] {
  const names = gates.map((gate) => gate.name);
  const unknown = (only ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new MilepostError(`there is no gate ${unknown.join(", ")}`, {
      hint: `the gates are ${names.join(", ")}`,
    });
  }
  return gates
    .filter((gate) => only === undefined || only.includes(gate.name))
    .flatMap((gate) => gate.check(facts, rules) ?? []);
}

/** The results as a Markdown table, for a comment. */
export function gateTable(results: readonly GateResult[]): string {
  const rows = results.map((result) => `| ${result.name} | ${mark(result)} | ${cell(result.message)} |`);
  return ["| gate | result | what it says |", "|---|---|---|", ...rows].join("\n");
}

/** The gates that did not pass, as text for an agent; empty when all did. */
export const gateText = (results: readonly GateResult[]): string =>
  results
    .filter((result) => !result.ok)
    .map((result) => `- ${result.name} ${mark(result)}: ${result.message}`)
    .join("\n");

function mark({ ok, level }: GateResult): string {
  if (ok) return "passed";
  return level === "error" ? "failed" : "warning";
}

/** A message holds paths of others' choosing: none may break the table, mention people or become markup. */
const cell = (text: string): string =>
  text
    .replace(/[|\\`*_[\]~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[@#]/g, "$&\u200b")
    .replace(/\s+/g, " ");

/** Whether nothing that is more than a warning failed. */
export const allPass = (results: readonly Pick<GateResult, "ok" | "level">[]): boolean =>
  results.every(({ ok, level }) => ok || level === "warning");
