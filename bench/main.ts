import { errorMessage } from "../src/core/error.ts";
import type { Figure } from "./figure.ts";
import { isMet, ratioOf } from "./figure.ts";
import { figures } from "./figures.ts";
import { packWhileMeasuring } from "./package.ts";
import { figureTable, rounded } from "./table.ts";

packWhileMeasuring();
const json = process.argv.includes("--json");
const measured: Figure[] = [];
for (const measure of figures) {
  try {
    for (const figure of await measure()) {
      measured.push(figure);
      if (!json) process.stderr.write(`${figure.name}: ${rounded(figure.value)} ${figure.unit}\n`);
    }
  } catch (error) {
    // What fails or is missing holds up no other figure, and is not taken for met.
    process.stderr.write(`not measured (${measure.name}): ${errorMessage(error)}\n`);
    process.exitCode = 1;
  }
}
const lines = json
  ? [JSON.stringify(measured.map((figure) => ({ ...figure, ratio: ratioOf(figure), met: isMet(figure) })))]
  : figureTable(measured);
process.stdout.write(`${lines.join("\n")}\n`);
