import { request } from "node:http";
import type { LocalForge } from "../../src/forge/server.ts";

/** What came back from a page. */
export interface Visited {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks a forge under any name, which `fetch` would have to resolve. */
export const visit = (
  { port }: Pick<LocalForge, "port">,
  path: string,
  { method = "GET", headers = {}, body }: Visit = {},
): Promise<Visited> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });

/** A browser that is let in: its cookie, and the origin of the pages. */
export const letIn = async (
  forge: LocalForge,
): Promise<{ readonly host: string; readonly cookie: string }> => {
  const entrance = new URL(forge.pages?.entrance("owner") ?? "");
  const { headers } = await visit(forge, entrance.pathname, { headers: { host: entrance.host } });
  const [cookie = ""] = String(headers["set-cookie"]).split(";");
  return { host: entrance.host, cookie };
};
