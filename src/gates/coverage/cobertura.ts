import { SaxesParser } from "saxes";
import { MilepostError } from "../../core/error.ts";
import { addHits, HitsByFile, highestLine, isLineNumber, type ParsedReport } from "./report.ts";

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads Cobertura's XML (coverage-04.dtd) as coverage.py, Istanbul, gocover-cobertura, gcovr, coverlet and others write
 * it. Lines stand in classes and again in their methods, and a file may hold several classes: each line counts once.
 * Entities that a document defines itself are refused, so none can grow.
 *
 * @throws {MilepostError} when it is no well-formed XML, or XML of another tool; Clover's is named.
 */
export const parseCobertura = (text: string): ParsedReport => {
  const reading = new Reading();
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => reading.open(name, attributes));
  parser.on("text", (part) => reading.text(part));
  parser.on("closetag", ({ name }) => reading.close(name));
  try {
    parser.write(text).close();
  } catch (cause) {
    if (cause instanceof MilepostError) throw cause;
    const where = cause instanceof Error ? `: ${cause.message}` : "";
    throw new MilepostError(`the coverage report is no well-formed XML${where}`, { hint: again, cause });
  }
  return { format: "cobertura", sources: [...reading.sources], files: reading.files.report() };
};

const again = "run the tests with coverage again; the report may have been cut off";

/** What has been read so far of a document, tag by tag. */
class Reading {
  readonly sources = new Set<string>();
  readonly files = new HitsByFile();
  #root: string | null = null;
  #source: string | null = null;
  #hits: Map<number, number> | null = null;

  open(name: string, attributes: Attributes): void {
    this.#root ??= rootOf(name);
    if (name === "project") throw otherTool("Clover");
    if (name === "source") this.#source = "";
    if (name === "class") this.#hits = this.files.of(fileOf(attributes));
    if (name === "line" && this.#hits !== null) addLine(this.#hits, attributes);
  }

  text(part: string): void {
    if (this.#source !== null) this.#source += part;
  }

  close(name: string): void {
    if (name === "class") this.#hits = null;
    if (name !== "source") return;
    const source = this.#source?.trim() ?? "";
    this.#source = null;
    if (source !== "") this.sources.add(source);
    if (this.sources.size > maxSources) throw tooManySources();
  }
}

/** Each file is looked for in each source. */
const maxSources = 100;

const tooManySources = (): MilepostError =>
  new MilepostError(`the coverage report names over ${maxSources} source folders`, {
    hint: "let its paths start from one folder",
  });

const rootOf = (name: string): string => {
  if (name === "coverage") return name;
  throw new MilepostError(`this XML is no coverage report: it begins with <${name.slice(0, 50)}>`, {
    hint: "write Cobertura's XML, whose first tag is <coverage>",
  });
};

const otherTool = (tool: string): MilepostError =>
  new MilepostError(`this is ${tool}'s XML, which is not read`, {
    hint: "write Cobertura's XML or LCOV instead",
  });

const fileOf = ({ filename, name }: Attributes): string => {
  if (filename !== undefined && filename.trim() !== "") return filename;
  throw new MilepostError(`the class ${JSON.stringify(name?.slice(0, 200) ?? "")} names no file`, {
    hint: again,
  });
};

const addLine = (hits: Map<number, number>, { number = "", hits: times = "" }: Attributes): void => {
  if (!count.test(number) || !count.test(times) || Number(number) > highestLine) {
    throw new MilepostError(
      `a line's number or hits are no count: ${JSON.stringify([number, times]).slice(0, 100)}`,
      {
        hint: again,
      },
    );
  }
  if (isLineNumber(Number(number))) addHits(hits, Number(number), Number(times));
};

const count = /^\d+$/;
