import { allIn } from "../tree/tree.ts";
import { boxWork } from "./box-work.ts";
import { type Document, type FoundWork, hasBoxes } from "./context.ts";
import { headedWork, listWork } from "./list-work.ts";
import { workSeriesIn } from "./series.ts";
import { seriesWork } from "./series-work.ts";
import { tablesBeside, tableWork } from "./table-work.ts";
import { freeIn, withTaken } from "./taken.ts";

/** What the structure of a document says is work, with what a person said is; tables of work beside it are doubtful. */
export const workIn = (document: Document): FoundWork => {
  const work = withTaken(workByStructure(document), document);
  return { ...work, questions: [...work.questions, ...tablesBeside(document, freeIn(work))] };
};

/**
 * The one reading of a document: sections that are counted by one word, if work is in them; else boxes, and prose is
 * not; else sections whose headings have boxes; else tables whose columns say what they are; else headings with lists; else lists.
 */
const workByStructure = (document: Document): FoundWork => {
  const { root, reading } = document;
  const series = workSeriesIn(root, reading);
  if (series && series.kind !== "plain") return seriesWork(series, document);
  if (allIn(root).some(({ blocks }) => hasBoxes(blocks))) return boxWork(document);
  const headed = headedWork(document);
  if (headed.groups.length + headed.left.length > 0) return headed;
  const tables = tableWork(document);
  if (tables.groups.length > 0) return tables;
  return series ? seriesWork(series, document) : listWork(document, tables);
};
