import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { anthropic } from "./anthropic.ts";
import { completions } from "./completions.ts";
import { type Dialect, type Move, minuteAfter, type Script, type Turn } from "./dialect.ts";
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
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const dialect = dialects.find(({ path }) => request.method === "POST" && path.test(pathname));
    if (!dialect) {
      strays.push(`${request.method} ${pathname}`);
      response.writeHead(404).end();
      return;
    }
    const turn = dialect.read(await json(request));
    turns.push(turn);
    play(script(turn), dialect, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(200, stream).end(`event: error\ndata: ${error}\n\n`);
    });
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

const stream = { "content-type": "text/event-stream" };

const play = (move: Move, { write, failures }: Dialect, response: ServerResponse): void => {
  switch (move.kind) {
    case "fail": {
      const { failure, resetsAt = minuteAfter(3 * 60 * 60) } = move;
      const { status, headers, body } = failures(resetsAt)[failure];
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
      break;
    }
    case "cut": {
      const [first = ""] = write({ kind: "say", text: "hello" }).split(/(?<=\n\n)/);
      response.writeHead(200, stream);
      response.write(first, () => response.destroy());
      break;
    }
    case "reset":
      response.destroy();
      break;
    default:
      response.writeHead(200, stream).end(write(move));
  }
};
