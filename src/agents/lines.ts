import { StringDecoder } from "node:string_decoder";

/** Characters of a line that are passed on; a program may write gigabytes without a line break. */
const longest = 4096;

/** Cuts a stream of bytes into lines and passes each on. */
export function lineSplitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder("utf8");
  let open = "";
  return (chunk) => {
    const lines = (open + decoder.write(chunk)).split(/\r?\n/);
    open = (lines.pop() ?? "").slice(0, longest);
    for (const line of lines) onLine(line.slice(0, longest));
  };
}
