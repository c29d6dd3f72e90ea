import { MilepostError } from "../core/error.ts";

/**
 * Whether git could not speak to its forge, by git's and curl's own words. A fetch may always be tried again, and so may
 * a push: one that had arrived finds its ref where it was to be.
 */
export const isForgeTrouble = (error: unknown): boolean =>
  error instanceof MilepostError &&
  `${error.message}\n${error.cause instanceof Error ? error.cause.message : ""}`
    .split("\n")
    .some((line) => trouble.test(line));

const trouble = new RegExp(
  [
    "unable to access .*: (?:Could not resolve|Failed to connect|Couldn't connect|Connection|Recv failure|Send failure|Empty reply|Operation (?:too slow|timed out)|Timeout|.*timed out|(?:Received )?HTTP.* 5\\d\\d|The requested URL returned error: 5\\d\\d|.*(?:unexpected eof|connection was (?:reset|closed)))",
    "RPC failed; (?:HTTP 5\\d\\d|curl (?:7|18|28|35|52|55|56|92)\\b)",
    "the remote end hung up unexpectedly|early EOF|unexpected disconnect while reading",
  ].join("|"),
  "i",
);
