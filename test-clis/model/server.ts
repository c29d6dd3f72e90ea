import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { anthropic } from "./anthropic.ts";
import { completions } from "./completions.ts";
import type { Script, Turn } from "./dialect.ts";
import { gemini } from "./gemini.ts";
import { responses } from "./responses.ts";

const dialects = [anthropic, responses, completions, gemini];

/** A model on 127.0.0.1 that follows a script. */
export interface ScriptedModel extends AsyncDisposable {
  readonly url: string;
  readonly turns: readonly Turn[];
  /** Paths that were asked for and that no dialect knows. */
  readonly strays: readonly string[];
}

/** Starts a model that answers every turn as the script says, in the API that it is asked in. */
export const startModel = async (script: Script): Promise<ScriptedModel> => {
  const turns: Turn[] = [];
  const strays: string[] = [];
  const answer = async (request: IncomingMessage): Promise<string | null> => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const dialect = dialects.find(({ path }) => request.method === "POST" && path.test(pathname));
    if (!dialect) {
      strays.push(`${request.method} ${pathname}`);
      return null;
    }
    const turn = dialect.read(await json(request));
    turns.push(turn);
    return dialect.write(script(turn));
  };
  const server = createServer(async (request, response) => {
    const events = await answer(request).catch((error: unknown) => `event: error\ndata: ${error}\n\n`);
    response.writeHead(events === null ? 404 : 200, { "content-type": "text/event-stream" });
    response.end(events ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the model has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    turns,
    strays,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
