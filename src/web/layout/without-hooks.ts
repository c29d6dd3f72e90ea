import { jsx } from "hono/jsx";

/**
 * Has pages rendered without `AsyncLocalStorage`. Hono keeps there what components ask for after they waited, and none of
 * ours waits. Before Node 24 its first use has each promise of the process followed from then on: a run whose board is
 * watched once would take a twentieth longer to its end.
 */
export const renderWithoutHooks = (): void => {
  const { getBuiltinModule } = process;
  // Hono looks for it once, as it renders first.
  Reflect.set(process, "getBuiltinModule", undefined);
  try {
    jsx("i", {}).toString();
  } finally {
    Reflect.set(process, "getBuiltinModule", getBuiltinModule);
  }
};
