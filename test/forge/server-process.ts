import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { LocalForge } from "../../src/forge/server.ts";

/** A forge in a process of its own, so that it can be killed, or die. */
export interface ServerProcess extends Pick<LocalForge, "url" | "port" | "accounts"> {
  readonly child: ChildProcess;
  /** What it wrote to its standard error. */
  readonly said: () => string;
}

/** Starts it on a folder, with the repository `acme/project`. */
export const startServerProcess = async (dataDir: string): Promise<ServerProcess> => {
  const server = resolve("build/src/forge/server.js");
  const program = `
    import { startForge } from ${JSON.stringify(server)};
    const forge = await startForge({ dataDir: ${JSON.stringify(dataDir)} });
    await forge.createRepository({ owner: "acme", name: "project" });
    console.log(JSON.stringify({ url: forge.url, port: forge.port, accounts: forge.accounts }));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [line] = await once(child.stdout, "data");
  return { child, ...JSON.parse(String(line)), said: () => said };
};
