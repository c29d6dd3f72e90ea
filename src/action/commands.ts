import { appendFileSync } from "node:fs";
import { cutMarkdown } from "./summary/markdown.ts";

/*
 * How an action speaks to its runner: lines on standard output, and files that it names. (The toolkit's own package
 * for this takes 0.1 s to load, for an HTTP client that it needs for something else.)
 */

/** Where an annotation points; none at all is about the run. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Hides a value in all logs of the job; each line of it, since logs are read line by line. */
export const mask = (secret: string): void => {
  for (const line of secret.split(/\r?\n/)) if (line.trim() !== "") command("add-mask", {}, line);
};

/** A line for people. Nothing in it can be taken for a command, whoever wrote it. */
export const say = (text: string): void => {
  // The runner takes more for a blank than JavaScript does, and a log is no terminal.
  const oneLine = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  process.stdout.write(`${oneLine.replaceAll("##[", "## [").replace(/^::/, ": :")}\n`);
};

export const annotate = (
  level: "error" | "warning" | "notice",
  message: string,
  place: Place | null = null,
): void => command(level, place ? { file: place.file, line: place.line } : {}, message);

/** Sets outputs of the step, which later steps and jobs read. */
export const setOutputs = (outputs: Readonly<Record<string, string>>, file: string): void => {
  for (const [name, value] of Object.entries(outputs)) {
    const end = endOf(value);
    appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
  }
};

/** A line that ends a value and is not in it. */
const endOf = (value: string): string => {
  let end = "end";
  while (value.includes(end)) end += "-";
  return end;
};

/** What GitHub takes of a step's summary: 1 MiB. */
const mostSummary = 1_048_576;

/** Adds Markdown to the job's summary; what is over GitHub's limit is cut off, and what it had opened is closed. */
export const addSummary = (markdown: string, file: string): void =>
  appendFileSync(file, `${cutMarkdown(markdown.trim(), mostSummary - 1)}\n`);

const command = (
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): void => {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [`${key}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`],
  );
  const list = given.length > 0 ? ` ${given.join(",")}` : "";
  process.stdout.write(`::${name}${list}::${escaped(message)}\n`);
};

const escaped = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
