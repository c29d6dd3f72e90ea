import { type ChildProcess, fork } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MilepostError } from "../../core/error.ts";
import { privateFolder } from "../../git/private-folder.ts";
import { basicEnvironment } from "../environment.ts";
import { shipped } from "../shipped.ts";
import { type ProxyReply, type ProxyTask, type Request, replySchema } from "./messages.ts";

/** A process that holds the proxies for one list of hosts and prepares sandboxes that use them. */
export interface ProxyProcess extends AsyncDisposable {
  /** @throws {MilepostError} when it dies before it has answered. */
  ask(request: Request): Promise<ProxyReply & { id: string }>;
  /** Whether it has died. */
  isGone(): boolean;
}

/** The proxy's program, as it is compiled. */
export const proxyFile = join(dirname(fileURLToPath(import.meta.url)), "proxy.js");

/**
 * Starts a proxy.
 *
 * The sandbox runtime is one for each process: its list of hosts, its proxies and its working folder are global. So
 * each list of hosts gets a process of its own, with an empty folder as its home.
 *
 * @throws {MilepostError} when the machine has no sandbox, with what is missing.
 */
export const startProxy = async (task: ProxyTask, file = proxyFile): Promise<ProxyProcess> => {
  const folder = await privateFolder("scratch");
  const child = fork(file, [JSON.stringify(task)], {
    cwd: folder.path,
    env: { ...basicEnvironment(), HOME: folder.path, TMPDIR: folder.path },
    execArgv: [],
    // The terminal's Ctrl-C asks Milepost to stop, whose agents may need their hosts until they have.
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const end = async () => {
    await ended(child);
    await folder[Symbol.asyncDispose]();
  };
  try {
    return { ...(await whenReady(child)), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
};

const whenReady = async (child: ChildProcess): Promise<Pick<ProxyProcess, "ask" | "isGone">> => {
  const waiting = new Map<string, (reply: ProxyReply & { id: string }) => void>();
  const gone = new Promise<never>((_, reject) => {
    // It also tells of what could not be sent to one that has died.
    child.on("error", (cause) => reject(broken("it could not be started", cause)));
    child.once("exit", (code, signal) => {
      endGroup(child);
      reject(broken(`it ended with ${signal ?? code}`));
    });
  });
  gone.catch(() => undefined);
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (message) => {
      const reply = replySchema.parse(message);
      if (reply.type === "ready") resolve();
      else if (reply.type === "failed") reject(broken(reply.reason));
      else waiting.get(reply.id)?.(reply);
    });
  });
  await Promise.race([ready, gone]);
  return {
    ask: async (request) => {
      const answered = new Promise<ProxyReply & { id: string }>((resolve) =>
        waiting.set(request.id, resolve),
      );
      child.send(request, () => undefined);
      try {
        return await Promise.race([answered, gone]);
      } finally {
        waiting.delete(request.id);
      }
    },
    isGone: () => isEnded(child),
  };
};

/** The bridges of a proxy that was killed would stay. */
const endGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It left none.
  }
};

const isEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

const ended = async (child: ChildProcess): Promise<void> => {
  if (isEnded(child) || child.pid === undefined) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  if (child.connected) child.disconnect();
  const force = setTimeout(() => child.kill("SIGKILL"), 3000);
  await exit;
  clearTimeout(force);
};

const broken = (reason: string, cause?: unknown) =>
  new MilepostError(`the sandbox does not work: ${reason}`, { hint: hintFor(reason), cause });

const hintFor = (reason: string): string => {
  if (/^it ended with SIG/.test(reason)) return "run again; see what killed it, such as too little memory";
  if (process.platform === "win32") return "run Milepost in WSL 2";
  if (/namespace|CAP_SETFCAP|uid map|Operation not permitted/i.test(reason)) {
    return letItWork();
  }
  if (/EADDRINUSE|ENAMETOOLONG|EINVAL|ENOSPC|EACCES|EROFS|only you can open/.test(reason)) {
    return "set TMPDIR to a folder with a short path and room in it, which you can write";
  }
  if (/not installed|not executable|not found|dependencies/i.test(reason))
    return "install what it needs: sudo apt-get install bubblewrap socat";
  return "see whether bubblewrap and socat work by themselves, as docs/sandbox.md says";
};

/** How one lets bubblewrap make namespaces, and nothing else. */
export const letItWork = (): string =>
  `let bubblewrap make user namespaces: run ${shipped("actions/sandbox/install.sh")}, as docs/sandbox.md says`;
