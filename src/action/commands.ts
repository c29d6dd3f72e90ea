import { error, info, notice, setOutput, setSecret, summary, warning } from "@actions/core";
import { cutMarkdown } from "./summary/markdown.ts";

/* How an action speaks to its runner: by the toolkit's commands, in which nothing that others wrote is one. */

/** Where an annotation points; none at all is about the run. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Hides a value in all logs of the job; each line of it, since logs are read line by line. */
export const mask = (secret: string): void => {
  for (const line of secret.split(/\r?\n/)) if (line.trim() !== "") setSecret(line);
};

/** A line for people. Nothing in it can be taken for a command, whoever wrote it. */
export const say = (text: string): void => {
  // The runner takes more for a blank than JavaScript does, and a log is no terminal.
  const oneLine = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  info(oneLine.replaceAll("##[", "## [").replace(/^::/, ": :"));
};

export const annotate = (
  level: keyof typeof annotations,
  message: string,
  place: Place | null = null,
): void => annotations[level](message, place ? propertiesOf(place) : {});

const annotations = { error, warning, notice } as const;

const propertiesOf = ({ file, line }: Place) => (line === undefined ? { file } : { file, startLine: line });

/** Sets outputs of the step, which later steps and jobs read. */
export const setOutputs = (outputs: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
};

/** What GitHub takes of a step's summary: 1 MiB. */
const maxSummary = 1_048_576;

/** Adds Markdown to the job's summary; what is over GitHub's limit is cut off, and what it had opened is closed. */
export const addSummary = async (markdown: string): Promise<void> => {
  await summary.addRaw(cutMarkdown(markdown.trim(), maxSummary - 1), true).write();
};
