import type { Operation } from "../context.ts";
import { protectionOperations } from "./protection-operations.ts";
import { rulesetOperations } from "./ruleset-operations.ts";

export const protectionsOperations: readonly Operation[] = [...protectionOperations, ...rulesetOperations];
