import { z } from "zod";
import { MilepostError } from "../../core/error.ts";
import { addHits, HitsByFile, isLineNumber, type ParsedReport } from "./report.ts";

const byPath = z.record(z.string(), z.unknown());

/** What counts of a file in `coverage-final.json`; a line may be missing where a source map led nowhere. */
const fileSchema = z.object({
  path: z.string().min(1).optional(),
  statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.number().nullish() }) })),
  s: z.record(z.string(), z.number()),
});

/** Other JSON of coverage tools, known by its keys. */
const withTotal = z.looseObject({ total: z.looseObject({ lines: z.unknown() }) });
const withExecutedLines = z.looseObject({ meta: z.looseObject({}), files: z.looseObject({}) });

/**
 * Reads Istanbul's `coverage-final.json` (nyc, Jest, Vitest, c8). As in Istanbul's own line report, a line can be
 * covered when a statement begins on it, and ran as often as its busiest statement.
 *
 * @throws {MilepostError} when it is no JSON, or JSON of another shape; a summary without lines is named as one.
 */
export const parseIstanbul = (text: string): ParsedReport => {
  const json = readJson(text);
  const files = new HitsByFile();
  for (const [key, value] of Object.entries(entriesOf(json))) {
    const { path, statementMap, s } = fileOf(key, value, json);
    const hits = files.of(path ?? key);
    for (const [id, { start }] of Object.entries(statementMap)) {
      const line = start.line ?? 0;
      if (isLineNumber(line)) addHits(hits, line, s[id] ?? 0);
    }
  }
  return { format: "istanbul", sources: [], files: files.report() };
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MilepostError("the coverage report is no JSON: it may have been cut off", {
      hint: "run the tests with coverage again",
      cause,
    });
  }
};

const entriesOf = (json: unknown): Record<string, unknown> => {
  const entries = byPath.safeParse(json);
  if (!entries.success) throw otherShape(json, "it is no object");
  return entries.data;
};

/** One file at a time, so that the first wrong one ends the reading. */
const fileOf = (key: string, value: unknown, json: unknown): z.output<typeof fileSchema> => {
  const file = fileSchema.safeParse(value);
  if (!file.success)
    throw otherShape(json, `the entry of ${JSON.stringify(key.slice(0, 200))} has no statements`);
  return file.data;
};

const otherShape = (json: unknown, detail: string): MilepostError => {
  if (withTotal.safeParse(json).success) {
    return new MilepostError("this is Istanbul's summary, which holds totals and no lines", {
      hint: "add the reporter `json` (coverage-final.json) or `lcov`, and name its file in the plan",
    });
  }
  if (withExecutedLines.safeParse(json).success) {
    return new MilepostError("this is coverage.py's JSON, which is not read", {
      hint: "run `coverage xml` or `coverage lcov`, and name its file in the plan",
    });
  }
  return new MilepostError(`the report is not of the shape of coverage-final.json: ${detail}`, {
    hint: "write LCOV, Cobertura, a Go cover profile or Istanbul's coverage-final.json",
  });
};
