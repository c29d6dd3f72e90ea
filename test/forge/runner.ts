import type { JobObserver, JobOrder, JobReport, Runner } from "../../src/forge/actions/runner/runner.ts";

export type Script = (order: JobOrder, observer: JobObserver) => Promise<JobReport> | JobReport;

/** A runner whose jobs do what a test says, by the job's key; a job that it does not name succeeds. */
export const scriptedRunner = (
  scripts: Readonly<Record<string, Script>> = {},
): Runner & { readonly orders: readonly JobOrder[] } => {
  const orders: JobOrder[] = [];
  return {
    orders,
    run: async (order, observer) => {
      orders.push(order);
      return (scripts[order.key] ?? succeeds)(order, observer);
    },
  };
};

export const succeeds: Script = () => ({ conclusion: "success", steps: {} });
export const fails: Script = () => ({ conclusion: "failure", steps: {} });

/** Succeeds with these outputs of a step called `out`. */
export const putsOut =
  (outputs: Readonly<Record<string, string>>): Script =>
  () => ({ conclusion: "success", steps: { out: { outputs, outcome: "success", conclusion: "success" } } });

/** Runs until it is told to end. */
export const waits: Script = (_, { signal }) =>
  new Promise((resolve) => {
    const end = () => resolve({ conclusion: "cancelled", steps: {} });
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
