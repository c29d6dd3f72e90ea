import { randomUUID } from "node:crypto";
import { homedir } from "node:os";
import { MilepostError } from "../../core/error.ts";
import { type LoginTurn, loginTurn } from "../login-turns.ts";
import { furnish } from "./furnish.ts";
import type { RunLimits, SandboxPolicy } from "./policy.ts";
import { type ProxyProcess, proxyFile, startProxy } from "./proxies.ts";
import { scriptOf } from "./script.ts";

/** Runs programs under policies. One serves a whole run of Milepost. */
export interface Sandbox extends AsyncDisposable {
  /** Starts ahead what programs of this network need; that it does not work is told when one of them enters. */
  prepare(network: Network): void;
  /**
   * Prepares one start of a program; `leave` must follow its end.
   *
   * @throws {MilepostError} when the program cannot be confined as the policy says.
   */
  enter(
    argv: readonly string[],
    policy: SandboxPolicy,
    run?: { readonly limits?: RunLimits | undefined; readonly minutes?: number },
  ): Promise<Entered>;
}

/** What a program reaches. */
export type Network = Pick<SandboxPolicy, "hosts" | "refused">;

/** A program's way into the sandbox. */
interface Entered {
  /** The command line that runs the program in the sandbox. */
  readonly argv: readonly string[];
  /** What the program tried and was denied, each in words, as far as the sandbox noticed. */
  leave(): Promise<readonly string[]>;
}

/** A sandbox with the policy for one run of a program. */
export interface Confinement {
  readonly sandbox: Sandbox;
  readonly policy: SandboxPolicy;
}

/** Opens the sandbox; what it needs is started when it is prepared or first entered, once for each list of hosts. */
export const openSandbox = (file = proxyFile): Sandbox => {
  const proxies = new Map<string, Promise<ProxyProcess>>();
  const proxyOf = async (network: Network): Promise<ProxyProcess> => {
    const task = { hosts: [...network.hosts].sort(), refused: [...network.refused].sort() };
    const key = JSON.stringify(task);
    const known = proxies.get(key);
    const kept = await known;
    if (kept && !kept.isGone()) return kept;
    // Another may have replaced the one that died meanwhile.
    const newer = proxies.get(key);
    if (newer && newer !== known) return await newer;
    const proxy = startProxy(task, file);
    proxies.set(key, proxy);
    const [started] = await Promise.all([proxy, kept?.[Symbol.asyncDispose]()]);
    return started;
  };
  return {
    prepare: (network) => {
      proxyOf(network).catch(() => undefined);
    },
    enter: async (argv, policy, { limits, minutes = 0 } = {}) => {
      const proxy = await proxyOf(policy);
      const turn = await loginTurn({
        ...{ paths: policy.brought, copies: policy.home, own: homedir(), minutes },
      });
      const start = { argv, policy, limits, turn };
      try {
        await furnish(policy);
        return await enterBy(proxy, start).catch(async (error: unknown) => {
          if (!proxy.isGone()) throw error;
          return await enterBy(await proxyOf(policy), start);
        });
      } catch (error) {
        await turn.end();
        throw error;
      }
    },
    [Symbol.asyncDispose]: async () => {
      const opened = await Promise.allSettled(proxies.values());
      const works = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      await Promise.all(works.map((proxy) => proxy[Symbol.asyncDispose]()));
    },
  };
};

const enterBy = async (
  proxy: ProxyProcess,
  start: {
    argv: readonly string[];
    policy: SandboxPolicy;
    limits: RunLimits | undefined;
    turn: LoginTurn;
  },
): Promise<Entered> => {
  const { policy, turn } = start;
  const id = randomUUID();
  const reply = await proxy.ask({
    type: "enter",
    id,
    command: scriptOf(start),
    writable: [...policy.writable, policy.home, policy.temp],
    readOnly: [...policy.readOnly],
    hidden: [...policy.hidden],
    readable: [...policy.readable],
  });
  if (reply.type !== "entered") throw refusal(reply.type === "refused" ? reply.reason : reply.type);
  return {
    // A program without restraint must not keep Milepost from ending it.
    argv: ["/bin/sh", "-c", `exec nice -n 10 ${reply.command}`],
    leave: async () => {
      await turn.end();
      const left = await proxy.ask({ type: "leave", id });
      return left.type === "left" ? left.denied : [];
    },
  };
};

const refusal = (reason: string) =>
  new MilepostError(`the sandbox refused a program: ${reason}`, {
    hint: "run `milepost doctor`, which tries the sandbox",
  });
