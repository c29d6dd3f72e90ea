import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What GitHub's service for artifacts answers. */
interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Artifact {
  readonly id: string;
  readonly name: string;
  readonly run: string;
  readonly blob: string;
  /** When it is let go, ISO 8601; `null` where nobody said so. */
  readonly expires: string | null;
  size: string;
  hash: string | null;
  final: boolean;
}

/** The service that `@actions/artifact` speaks to, with its storage: names are unique in a run, content stays. */
export const artifactService = (base: () => string) => {
  const artifacts: Artifact[] = [];
  const blobs = new Map<string, Map<string, Buffer>>();
  const contents = new Map<string, Buffer>();

  const calls: Record<string, (asked: Record<string, string>) => Answer> = {
    CreateArtifact: ({ name = "", workflow_run_backend_id: run = "", expires_at: expires }) => {
      if (artifacts.some((one) => one.name === name && one.run === run)) {
        return json({ code: "already_exists", msg: "an artifact with this name already exists" }, 409);
      }
      const blob = randomUUID();
      artifacts.push({
        id: String(artifacts.length + 1),
        name,
        run,
        blob,
        expires: expires ?? null,
        size: "0",
        hash: null,
        final: false,
      });
      return json({ ok: true, signed_upload_url: `${base()}/blobs/${blob}?sig=secret` });
    },
    FinalizeArtifact: ({ name, workflow_run_backend_id: run, size = "0", hash }) => {
      const found = artifacts.find((one) => one.name === name && one.run === run);
      if (!found) return json({ code: "not_found", msg: "no such artifact" }, 404);
      Object.assign(found, { size, hash: hash ?? null, final: true });
      return json({ ok: true, artifact_id: found.id });
    },
    ListArtifacts: ({ workflow_run_backend_id: run, name_filter, id_filter }) => {
      const found = artifacts.filter(
        (one) =>
          one.final &&
          one.run === run &&
          [undefined, one.name].includes(name_filter) &&
          [undefined, one.id].includes(id_filter),
      );
      return json({
        artifacts: found.map(({ id, name, size, hash }) => ({
          workflow_run_backend_id: run,
          workflow_job_run_backend_id: "job",
          database_id: id,
          name,
          size,
          digest: hash,
        })),
      });
    },
    GetSignedArtifactURL: ({ name, workflow_run_backend_id: run }) => {
      const found = artifacts.find((one) => one.name === name && one.run === run);
      return json({ signed_url: `${base()}/blobs/${found?.blob}?sig=secret` });
    },
  };

  const storage = (method: string, url: URL, body: Buffer): Answer => {
    const id = url.pathname.split("/")[2] ?? "";
    const parts = blobs.get(id) ?? new Map<string, Buffer>();
    blobs.set(id, parts);
    if (method === "GET") return { status: 200, body: contents.get(id) ?? "" };
    if (url.searchParams.get("comp") === "block") parts.set(url.searchParams.get("blockid") ?? "", body);
    else if (url.searchParams.get("comp") === "blocklist") {
      const order = [...body.toString().matchAll(/<Latest>(.*?)<\/Latest>/g)].map(([, block = ""]) => block);
      contents.set(id, Buffer.concat(order.map((block) => parts.get(block) ?? Buffer.alloc(0))));
    } else contents.set(id, body);
    return { status: 201, body: "" };
  };

  /** What other runs ask the REST API for: the artifacts of a run, and where one of them is. */
  const rest = (path: string): Answer | null => {
    const run = /\/actions\/runs\/(\d+)\/artifacts$/.exec(path)?.[1];
    if (run !== undefined) {
      const found = artifacts.filter((one) => one.final && one.run === `run-${run}`);
      const listed = found.map(({ id, name, size, hash }) => ({
        ...{ id: Number(id), name, size_in_bytes: Number(size), digest: hash, expired: false },
      }));
      return json({ total_count: listed.length, artifacts: listed });
    }
    const id = /\/actions\/artifacts\/(\d+)\/zip$/.exec(path)?.[1];
    const blob = artifacts.find((one) => one.id === id)?.blob;
    if (blob === undefined) return null;
    return { status: 302, body: "", headers: { location: `${base()}/blobs/${blob}?sig=secret` } };
  };

  return {
    names: () => artifacts.map(({ name }) => name),
    expiries: () => artifacts.map(({ expires }) => expires),
    /** Lets artifacts go, as when they expire or somebody deletes them. */
    lose: (name: RegExp) => {
      const left = artifacts.filter((one) => !name.test(one.name));
      artifacts.splice(0, artifacts.length, ...left);
    },
    /** `null` for what is none of its business. */
    answer: async (request: IncomingMessage): Promise<Answer | null> => {
      const url = new URL(request.url ?? "/", base());
      if (!/^\/(twirp|blobs)\//.test(url.pathname)) return rest(url.pathname);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      if (url.pathname.startsWith("/blobs/")) return storage(request.method ?? "", url, body);
      const call = calls[url.pathname.split("/").at(-1) ?? ""];
      return call ? call(JSON.parse(body.toString()) as Record<string, string>) : json({}, 404);
    },
  };
};

const json = (value: unknown, status = 200): Answer => ({ status, body: JSON.stringify(value) });
