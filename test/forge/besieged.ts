import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { memory } from "../folders.ts";
import { askRaw, statusOf } from "./raw.ts";
import { startServerProcess } from "./server-process.ts";

/** A forge in a process of its own with `acme/project`, for requests that nobody should send. */
export interface Besieged extends AsyncDisposable {
  readonly port: number;
  /** What authorizes its owner. */
  readonly token: string;
  /** A request of its owner's, whole; `headers` end in line breaks. */
  readonly whole: (line: string, headers?: string, body?: string) => string;
  /** Throws unless it still serves, and had nothing to tell of a fault of its own. */
  readonly expectServing: () => Promise<void>;
  /** How much memory it holds, in MB. */
  readonly megabytes: () => number;
}

export const openBesieged = async (): Promise<Besieged> => {
  const dataDir = await mkdtemp(join(memory, "milepost-forge-"));
  const { child, port, accounts, said } = await startServerProcess(dataDir);
  const token = accounts.find(({ role }) => role === "owner")?.token ?? "";
  const whole: Besieged["whole"] = (line, headers = "", body = "") =>
    `${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n${headers}\r\n${body}`;
  return {
    port,
    token,
    whole,
    expectServing: async () => {
      expect(statusOf(await askRaw(port, whole("GET /user")))).toBe(200);
      expect(said()).toBe("");
    },
    megabytes: () => {
      const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      return Number(kilobytes) / 1024;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
