import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const packing = fileURLToPath(new URL("../../scripts/bundle-package.mjs", import.meta.url));

/** Has what people install made until this process ends: a checkout would go on running it. */
export const packWhileMeasuring = (): void => {
  process.once("exit", () => execFileSync(process.execPath, [packing, "--remove"]));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  execFileSync(process.execPath, [packing], { stdio: ["ignore", "ignore", "inherit"] });
};
