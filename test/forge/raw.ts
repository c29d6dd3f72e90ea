import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Sends bytes (a character each) to a port as they are, and hears what comes back until it ends, or `hangUp` ms later. */
export const askRaw = async (port: number, bytes: string, hangUp = 10_000): Promise<string> => {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
  });
  // That it is cut off is an answer, too.
  socket.on("error", () => undefined);
  socket.write(Buffer.from(bytes, "latin1"));
  const closed = once(socket, "close").catch(() => undefined);
  const patience = new AbortController();
  const waited = sleep(hangUp, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([closed, waited]);
  patience.abort();
  socket.destroy();
  return heard;
};

/** The status of the last answer, so not of one that only says to go on; 0 for none. */
export const statusOf = (heard: string): number =>
  Number([...heard.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].at(-1)?.[1] ?? 0);
