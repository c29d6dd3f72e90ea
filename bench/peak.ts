import { writeFileSync } from "node:fs";

// Loaded before Milepost itself: leaves the most memory that the process held, in kilobytes, where the bench reads it.
const file = process.env.MILEPOST_BENCH_PEAK;
if (file) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
