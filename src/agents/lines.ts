import { StringDecoder } from "node:string_decoder";

/**
 * Characters of a line that are passed on; a program may write gigabytes without a line break.
 *
 * Programs tell a whole message as one line of JSON, and a verdict may be of 1 MiB.
 */
const longest = 2 * 1024 * 1024;

/** Cuts a stream of bytes into lines and passes each on; `end` passes on what the last line break left. */
export const lineSplitter = (
  onLine: (line: string) => void,
): {
  add: (chunk: Buffer) => void;
  end: () => void;
} => {
  const decoder = new StringDecoder("utf8");
  let open = "";
  return {
    add: (chunk) => {
      const [first = "", ...more] = decoder.write(chunk).split("\n");
      open += first.slice(0, longest - open.length);
      for (const next of more) {
        onLine(open.endsWith("\r") ? open.slice(0, -1) : open);
        open = next;
      }
    },
    end: () => {
      if (open !== "") onLine(open);
    },
  };
};
