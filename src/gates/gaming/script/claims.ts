import { parse } from "@babel/parser";
import type { TestClaims } from "../test-claims.ts";
import { type CallChain, chainOf } from "./chain.ts";
import { isLiteral, type Node, nodesIn, runningParts } from "./syntax.ts";

/** What a test file in JavaScript or TypeScript claims, by its syntax tree; `null` when it cannot be read as one. */
export const testClaimsIn = (path: string, text: string): TestClaims | null => {
  try {
    const [program] = nodesIn(parse(text.replaceAll("\0", ""), optionsFor(path)).program);
    return program ? claimsOf(chainsIn(program)) : null;
  } catch (error) {
    // A mistake in the file, or one that is nested deeper than anybody writes.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
};

const optionsFor = (path: string): Parameters<typeof parse>[1] => ({
  sourceType: "module",
  allowReturnOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowAwaitOutsideFunction: true,
  allowUndeclaredExports: true,
  plugins: [
    ...(/\.[cm]?tsx?$/.test(path) ? (["typescript"] as const) : []),
    ...(/\.[cm]?ts$/.test(path) ? [] : (["jsx"] as const)),
    "decorators-legacy",
  ],
});

const claimsOf = (chains: readonly CallChain[]): TestClaims => {
  const claims = chains.filter(isClaim);
  return {
    cases: chains.filter(isCase).length,
    assertions: claims.length,
    weak: claims.filter(isWeak).length,
  };
};

/** All chains that can run, but for those in what is skipped. */
const chainsIn = (node: Node): CallChain[] => {
  const chain = chainOf(node);
  if (!chain) return runningParts(node).flatMap(chainsIn);
  if (isSkipped(chain)) return [];
  return [chain, ...[chain.base, ...chain.given].flatMap((part) => (part === node ? [] : chainsIn(part)))];
};

/** A case has its code in place, or names what it shares with others. */
const isCase = ({ root, given }: CallChain): boolean =>
  /^(?:it|test|specify|fit|ftest)$/.test(root) &&
  (given.some(({ type }) => /Function/.test(type)) || given.some(({ type }) => type === "Identifier"));

const isSkipped = ({ root, names }: CallChain): boolean =>
  /^x(?:it|test|describe|context|specify)$/.test(root) ||
  (/^(?:it|test|specify|describe|context|suite)$/.test(root) &&
    names.some((name) => name === "skip" || name === "todo"));

/** Whether it claims something of what is not there to begin with. */
const isClaim = (chain: CallChain): boolean => isAsserting(chain) && !chain.given.every(isLiteral);

const isAsserting = ({ root, names, isCalled }: CallChain): boolean => {
  if (root === "expect") return isCalled && names.length > 0;
  if (/^(?:expect|assert)/.test(root)) return isCalled || root === "assert";
  if (root === "t" || root === "tap") return names.some((name) => ofTap.test(name));
  return names.some((name) => name === "should" || (name === "assert" && root !== "console"));
};

const ofTap =
  /^(?:is|not|same|ok|notOk|equals?|deepEqual|like|true|false|truthy|falsy|throws\w*|notThrows\w*|regex|match|rejects|resolves|snapshot|error|type|has)$/;

const isWeak = ({ root, names, given }: CallChain): boolean =>
  names.some((name) => /^toBe(?:Defined|Truthy|Falsy)$/.test(name)) ||
  (names.includes("not") && names.some((name) => /^(?:toThrow|toBeNull|toBeUndefined)$/.test(name))) ||
  (root === "assert" && names[0] === "ok" && given[0]?.type === "Identifier") ||
  given.some((part) => chainOf(part)?.names[0] === "anything");
