import type { Path } from "../problem.ts";

/** The value at a path of plain values. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (here, step) => (typeof here === "object" && here !== null ? Reflect.get(here, step) : undefined),
    value,
  );

/** A zod path as ours: a plan has no symbols for keys. */
export const stepsOf = (path: readonly PropertyKey[]): Path =>
  path.map((step) => (typeof step === "symbol" ? String(step) : step));
