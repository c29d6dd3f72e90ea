import { answersTo } from "./hosts.ts";

/**
 * What the addresses in an answer begin with: what its starter said, or else the name by which the caller reached the
 * forge, through a proxy that says so perhaps, so that whoever follows one arrives where they came from.
 */
export const originFrom = (
  header: (name: string) => string | undefined,
  { baseUrl, own, hosts }: { baseUrl: string | undefined; own: string; hosts: readonly string[] },
): string => {
  if (baseUrl !== undefined) return baseUrl;
  const forwarded = firstOf(header("x-forwarded-host"));
  const isForwarded = forwarded !== "" && isHost(forwarded) && answersTo(forwarded, hosts);
  const host = isForwarded ? forwarded : (header("host") ?? "");
  if (!isHost(host) || !answersTo(host, hosts)) return own;
  return `${firstOf(header("x-forwarded-proto")) === "https" ? "https" : "http"}://${host.toLowerCase()}`;
};

/** Of a list that proxies have written to, the first. */
const firstOf = (value: string | undefined): string => (value ?? "").split(",")[0]?.trim() ?? "";

const isHost = (host: string): boolean => /^(\[[0-9a-f:]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(host);
