import module from "node:module";

/** Keeps compiled code on machines that run more than one job; Node 20 cannot, and hosted runners are new each time. */
export const enableCompileCache = (): void => {
  if ("enableCompileCache" in module && typeof module.enableCompileCache === "function")
    module.enableCompileCache();
};
