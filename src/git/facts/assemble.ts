import type { LineSlice } from "../../gates/split/slices.ts";

/** A file in which some slices are as they are after a change and the rest is as before; in bytes, whatever they are. */
export const assemble = (before: Uint8Array, after: Uint8Array, slices: readonly LineSlice[]): Uint8Array => {
  const [old, young] = [linesOf(before), linesOf(after)];
  const sorted = slices.toSorted((a, b) => a.oldAt - b.oldAt || a.newAt - b.newAt);
  const taken: Uint8Array[] = [];
  let next = 0;
  for (const { oldAt, old: gone, newAt, young: come } of sorted) {
    taken.push(...old.slice(next, oldAt - 1), ...young.slice(newAt - 1, newAt - 1 + come));
    next = Math.max(next, oldAt - 1 + gone);
  }
  return Buffer.concat([...taken, ...old.slice(next)]);
};

/** The lines with their ends. */
const linesOf = (bytes: Uint8Array): Uint8Array[] => {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const to = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(at, to));
    at = to;
  }
  return lines;
};
