import type { Problem } from "../problem.ts";

/** Bytes that a plan file may have: 1 MiB. */
export const largestPlan = 1024 * 1024;

/** A file's bytes as text; refuses what is no UTF-8 text or larger than a plan may be, without parsing it. */
export const decodePlan = (
  bytes: Uint8Array,
  file: string,
  largest: number = largestPlan,
): { ok: true; text: string } | { ok: false; problems: Problem[] } => {
  const refuse = (message: string, expected: string) => ({
    ok: false as const,
    problems: [{ file, line: 0, column: 0, message, expected, source: "", level: "error" as const }],
  });
  if (bytes.byteLength > largest)
    return refuse(
      `the file has ${bytes.byteLength} bytes`,
      `at most ${largest} (${largest / 1024 / 1024} MiB): is this the right file?`,
    );
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return refuse("the file is UTF-16", "UTF-8: save it again in that encoding");
  if (bytes.includes(0)) return refuse("the file is binary (it holds a NUL byte)", "text in UTF-8");
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return refuse(`the file is not UTF-8 in line ${lineOfBadByte(bytes)}`, "text in UTF-8");
  }
};

/** The line of the first byte that is no UTF-8, found by halving: a prefix decodes or it does not. */
const lineOfBadByte = (bytes: Uint8Array): number => {
  let good = 0;
  let bad = bytes.byteLength;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return bytes.subarray(0, good).filter((byte) => byte === 0x0a).length + 1;
};

const decodes = (prefix: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(prefix, { stream: true });
    return true;
  } catch {
    return false;
  }
};
