import type { Adapter } from "./adapter.ts";

/** Any program: the prompt is on its standard input, and what it tells is in the files that the contract names. */
export const command: Adapter = {
  name: "command",
  title: "the program",
  executable: "",
  install: "",
  keys: {},
  logins: {},
  env: [],
  urls: [],
  config: [],
  reviews: true,
  verdictFile: true,
  launch: () => ({ args: [], stdin: true }),
  reader: () => ({ line: () => undefined, end: () => ({ said: "", usage: [], problem: "" }) }),
};
