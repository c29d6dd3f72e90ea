import { rmSync } from "node:fs";
import { SandboxManager } from "@anthropic-ai/sandbox-runtime";
import { isNameable, type PathRules, withBinds } from "./binds.ts";
import { Denials } from "./denials.ts";
import { type ProxyReply, proxyTaskSchema, type Request, requestSchema } from "./messages.ts";

/** The runs that are in the sandbox now. */
const runs = new Map<string, Denials>();

const send = (reply: ProxyReply): void => {
  process.send?.(reply);
};

const close = async (): Promise<void> => {
  await SandboxManager.reset();
  // Milepost may be gone without having removed it.
  rmSync(process.cwd(), { recursive: true, force: true });
  process.exit();
};

const open = async (): Promise<void> => {
  const { hosts, refused } = proxyTaskSchema.parse(JSON.parse(process.argv[2] ?? ""));
  const noFiles = { denyRead: [], allowWrite: [], denyWrite: [] };
  await SandboxManager.initialize(
    {
      network: { allowedDomains: hosts, deniedDomains: refused, strictAllowlist: true },
      filesystem: noFiles,
      // The runtime searches its working folder for files to protect; ours is empty.
      ripgrep: { command: "true" },
    },
    undefined,
    true,
  );
  const { warnings } = SandboxManager.checkDependencies({ command: "true" });
  if (warnings.length > 0) throw new Error(warnings.join("; "));
  SandboxManager.getSandboxViolationStore().subscribe((violations) => {
    const last = violations.at(-1);
    if (last) runs.get(last.command ?? "")?.add(last.line);
  });
};

const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const answer = async (request: Request): Promise<void> => {
  switch (request.type) {
    case "enter":
      return await enter(request);
    case "leave":
      return await leave(request.id);
    default:
      return request satisfies never;
  }
};

const enter = async ({ id, command, ...place }: Request & { type: "enter" }): Promise<void> => {
  try {
    const wrapped = await wrap(id, command, place);
    runs.set(id, new Denials(place));
    send({ type: "entered", id, command: wrapped });
  } catch (error) {
    send({ type: "refused", id, reason: told(error) });
  }
};

const wrap = async (id: string, command: string, place: PathRules): Promise<string> => {
  const names = { commandId: id, commandText: id };
  const isNamed = isNameable(place);
  if (!isNamed && process.platform !== "linux")
    throw new Error("it takes the signs * ? [ ] in a path for patterns; use a folder without them");
  const { writable, readOnly, hidden, readable } = isNamed ? place : nowhere;
  const filesystem = {
    denyRead: [...hidden],
    allowRead: [...readable],
    allowWrite: [...writable],
    // The runtime lets every program write there.
    denyWrite: [...readOnly, "/tmp/claude", "/private/tmp/claude"],
  };
  const wrapped = await SandboxManager.wrapWithSandbox(command, "sh", { filesystem }, undefined, names);
  return isNamed ? wrapped : withBinds(wrapped, place);
};

const nowhere: PathRules = { writable: [], readOnly: [], hidden: [], readable: [] };

/** What the program did last is on its way through a socket: it is read before the answer is given. */
const leave = async (id: string): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 10));
  SandboxManager.cleanupAfterCommand();
  const denied = runs.get(id)?.told ?? [];
  runs.delete(id);
  send({ type: "left", id, denied });
};

// Milepost may be killed while it opens.
process.on("disconnect", close);

try {
  await open();
  process.on("message", (message) => {
    answer(requestSchema.parse(message));
  });
  send({ type: "ready" });
} catch (error) {
  send({ type: "failed", reason: told(error) });
  await close();
}
