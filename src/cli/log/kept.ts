import { createReadStream, existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { lineSplitter } from "../../agents/lines.ts";
import { transcripts } from "../../agents/transcript.ts";
import { readLogHead } from "../../core/lane/attempt.ts";
import type { Attempt } from "../../local/attempts.ts";

/** The files of an attempt's logs. */
const filesOf = ({ dir }: Attempt): string[] => Object.values(transcripts).map((file) => join(dir, file));

/** What one program of an attempt printed, as lines, with ours around it. */
interface KeptRun {
  readonly attempt: Attempt;
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly lines: readonly string[];
}

/** What the programs of attempts printed, in the order in which they began. */
export const keptRuns = async (attempts: readonly Attempt[]): Promise<KeptRun[]> => {
  const runs: KeptRun[] = [];
  for (const attempt of attempts)
    for (const file of filesOf(attempt).filter((path) => existsSync(path)))
      runs.push(...(await runsIn(attempt, file)));
  return runs.sort((a, b) => a.at.localeCompare(b.at));
};

const runsIn = async (attempt: Attempt, file: string): Promise<KeptRun[]> => {
  const runs: (KeptRun & { lines: string[] })[] = [];
  const splitter = lineSplitter((line) => {
    const head = readLogHead(line);
    if (head) runs.push({ attempt, at: head.at, lines: [] });
    runs.at(-1)?.lines.push(line);
  });
  for await (const chunk of createReadStream(file)) splitter.add(Buffer.from(chunk));
  splitter.end();
  return runs;
};

/** What is new in an attempt's logs since the last look, line by line; each file has a reader of its own. */
export const newLines = (attempt: Attempt, readers: () => (line: string) => void) => {
  const tails = filesOf(attempt).map((file) => ({ file, at: 0, splitter: lineSplitter(readers()) }));
  return async (): Promise<void> => {
    for (const tail of tails) {
      if (!existsSync(tail.file)) continue;
      await using handle = await open(tail.file);
      for (;;) {
        const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(65_536), position: tail.at });
        if (bytesRead === 0) break;
        tail.at += bytesRead;
        tail.splitter.add(buffer.subarray(0, bytesRead));
      }
    }
  };
};
