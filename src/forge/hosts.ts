import type { IncomingMessage } from "node:http";
import { HttpError } from "./errors.ts";

/**
 * Refuses what was meant for another host. A page that a browser has from elsewhere can have its own name lead to this
 * machine (DNS rebinding), but not send another name.
 *
 * @throws HttpError 421 unless the request names this machine, or a name of `allowed`.
 */
export const throwOnForeignHost = (request: IncomingMessage, allowed: readonly string[]): void => {
  for (const host of namedIn(request)) {
    if (answersTo(host, allowed)) continue;
    const name = nameOf(host);
    throw new HttpError(421, {
      message: `The forge does not answer to ${JSON.stringify(host)}: ask 127.0.0.1 or localhost, or start it with --allow-host ${name}`,
    });
  }
};

/** The hosts that a request names: in its headers, each of them, and in an address that is whole. */
const namedIn = ({ rawHeaders, url = "" }: IncomingMessage): string[] => {
  const headers = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 && name.toLowerCase() === "host" ? [rawHeaders[at + 1] ?? ""] : [],
  );
  const [, address] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url) ?? [];
  return address === undefined ? headers : [...headers, address];
};

/** Whether the forge answers to a host by that name. */
export const answersTo = (host: string, allowed: readonly string[]): boolean =>
  isOfMachine(nameOf(host)) || allowed.some((one) => nameOf(one) === nameOf(host));

const nameOf = (host: string): string => host.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();

/** Names that lead to this machine alone: RFC 6761, section 6.3. */
const isOfMachine = (name: string): boolean =>
  ["127.0.0.1", "localhost", "[::1]"].includes(name) || /^[a-z0-9._-]+\.localhost$/.test(name);
