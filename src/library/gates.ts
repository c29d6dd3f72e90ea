import type { judgeChange as Published } from "../../types/gates.d.ts";
import { judge } from "../cli/gate.ts";
import { namedGates } from "../gates/list.ts";
import { gateReport } from "../gates/report.ts";

/** The gates on a change, as `milepost/gates` offers them. */
export const judgeChange: typeof Published = async ({ only, ...options }) => {
  if (only) namedGates(only);
  return gateReport(await judge(options, { only, tell: () => undefined }));
};
