import type { Ended } from "./world.ts";

/** What a job left as text to compare: what differs from run to run is named instead. */
export const readable = ({ code, stdout, outputs, summary, requests }: Ended): string =>
  [
    `exit ${code}`,
    section("said", said(stdout)),
    section(
      "outputs",
      Object.entries(outputs).map(([name, value]) => `${name}=${value}`),
    ),
    section("requests", requests),
    section("summary", summary.split("\n")),
  ].join("\n");

const section = (name: string, lines: readonly string[]): string =>
  [`── ${name}`, ...lines.filter((line) => line.trim() !== "").map(steady)].join("\n");

/** What the toolkit's artifact client says of its own doings is left out, as runners hide its debugging. */
const said = (stdout: string): string[] =>
  stdout
    .split("\n")
    .filter(
      (line) =>
        !/^::debug::|^(Upload|Begin|Finish|SHA256|Finaliz|Artifact|Redirect|Start|Download|Root)/.test(line),
    );

const steady = (line: string): string =>
  line
    .replace(/sha256:[0-9a-f]{64}/g, "<sha256>")
    .replace(/\b[0-9a-f]{40}\b/g, "<sha>")
    .replace(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{10,12}\b/g, "<sha>")
    .replace(/\b(127\.0\.0\.1|forge\.localhost):\d+/g, "<forge>")
    .replace(/\/tmp\/milepost-action-[^/\s]+\/job-\d+/g, "<job>")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|%3A\d+Z)?/g, "<time>")
    .replace(/since=[^&\s]+/g, "since=<time>")
    .replace(/\bmp_[\w-]+/g, "<token>")
    .replace(/attempt 1, \d+ s\./g, "attempt 1, <n> s.")
    .replace(/blockid=[^&\s]+/g, "blockid=<id>");
