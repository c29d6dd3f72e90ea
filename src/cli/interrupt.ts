import { listenForClosedStdout } from "./closed-stdout.ts";
import { exits } from "./exit.ts";

/** Hears that it is to stop: the signal is the first time, at the second the process ends. */
interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export const listenForInterrupt = ({
  onFirst,
  onSecond,
}: {
  onFirst: () => void;
  /** What must be left behind in order; the process ends when it has settled. */
  onSecond: () => Promise<unknown>;
}): Interrupt => {
  const asked = new AbortController();
  let ending = false;
  const hear = (): void => {
    if (!asked.signal.aborted) {
      asked.abort();
      onFirst();
    } else if (!ending) {
      ending = true;
      void onSecond().finally(() => process.exit(exits.interrupted));
    }
  };
  for (const name of signals) process.on(name, hear);
  const unread = listenForClosedStdout(() => asked.abort());
  return {
    signal: asked.signal,
    [Symbol.dispose]: () => {
      for (const name of signals) process.off(name, hear);
      unread[Symbol.dispose]();
    },
  };
};
