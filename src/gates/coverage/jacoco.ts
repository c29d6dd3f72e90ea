import { SaxesParser } from "saxes";
import { MilepostError } from "../../core/error.ts";
import { addHits, HitsByFile, isLineNumber, type ParsedReport } from "./report.ts";

/**
 * Reads JaCoCo's XML (report.dtd): a line can be covered when it has instructions, and ran when one of them did. Its
 * paths are those of packages, so that they end as the repository's do.
 *
 * @throws {MilepostError} when it is no well-formed XML, or a file or line of it has no name or number.
 */
export const parseJacoco = (text: string): ParsedReport => {
  const files = new HitsByFile();
  let folder = "";
  let hits: Map<number, number> | null = null;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "package") folder = attributes.name ?? "";
    if (name === "sourcefile") hits = files.of(pathOf(folder, attributes.name));
    if (name === "line" && hits) addLine(hits, attributes);
  });
  parser.on("closetag", ({ name }) => {
    if (name === "sourcefile") hits = null;
  });
  try {
    parser.write(text).close();
  } catch (cause) {
    if (cause instanceof MilepostError) throw cause;
    const where = cause instanceof Error ? `: ${cause.message}` : "";
    throw new MilepostError(`the coverage report is no well-formed XML${where}`, { hint: again, cause });
  }
  return { format: "jacoco", sources: [], files: files.report() };
};

const again = "run the tests with coverage again; the report may have been cut off";

const pathOf = (folder: string, name: string | undefined): string => {
  if (name === undefined || name === "")
    throw new MilepostError("a source file has no name", { hint: again });
  return folder === "" ? name : `${folder}/${name}`;
};

const addLine = (hits: Map<number, number>, { nr = "", ci = "" }: Readonly<Record<string, string>>): void => {
  if (!/^\d+$/.test(nr) || !/^\d+$/.test(ci) || !isLineNumber(Number(nr)))
    throw new MilepostError(`a line's number or instructions are no count: ${JSON.stringify([nr, ci])}`, {
      hint: again,
    });
  addHits(hits, Number(nr), Number(ci));
};
