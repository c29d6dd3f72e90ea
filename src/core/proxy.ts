import { MilepostError } from "./error.ts";

/** The proxies of the environment, as they hold for every way to a forge; `""` is none. */
interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Hosts that are asked directly, and those below them, separated by commas; `*` is every host. */
  readonly noProxy: string;
}

/** This machine is never asked through another. */
const loopback = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Reads `http_proxy`, `https_proxy` and `no_proxy`; of both cases the lower one counts.
 *
 * @throws {MilepostError} when one of them is no address.
 */
export const proxiesOf = (environment: Readonly<Record<string, string | undefined>>): Proxies => {
  const read = (name: string): string => (environment[name] ?? environment[name.toUpperCase()] ?? "").trim();
  const httpProxy = address("http_proxy", read("http_proxy"));
  const direct = read("no_proxy");
  return {
    httpProxy,
    httpsProxy: address("https_proxy", read("https_proxy")) || httpProxy,
    noProxy: direct === "*" ? direct : [direct, ...loopback].join(","),
  };
};

/** `curl` and others take a bare `host:port` for a proxy that speaks HTTP. */
const address = (name: string, given: string): string => {
  if (given === "") return "";
  const full = given.includes("://") ? given : `http://${given}`;
  if (URL.canParse(full)) return full;
  throw new MilepostError(`the variable ${name} is no address of a proxy`, {
    hint: `set it to one such as http://proxy.example:3128, or unset it`,
  });
};

/** The proxy that a URL is asked through, `""` for none: undici's own rule, for those that it does not ask for. */
export const proxyFor = (url: string, { httpProxy, httpsProxy, noProxy }: Proxies): string => {
  const { protocol, host, port } = new URL(url);
  const asked = { name: host.replace(/:\d*$/, ""), port: port || (protocol === "https:" ? "443" : "80") };
  if (noProxy === "*" || noProxy.split(/[,\s]+/).some((entry) => isDirect(entry, asked))) return "";
  return protocol === "https:" ? httpsProxy : httpProxy;
};

const isDirect = (entry: string, asked: { name: string; port: string }): boolean => {
  const [, given = entry, port] = /^(.+):(\d+)$/.exec(entry) ?? [];
  if (port !== undefined && Number(port) !== Number(asked.port)) return false;
  const name = given.replace(/^\*?\./, "").toLowerCase();
  return name !== "" && (asked.name === name || asked.name.endsWith(`.${name}`));
};
