/**
 * Says that nobody reads our output any more. (Listening for SIGPIPE itself would also hear every agent that closes
 * its standard input.)
 */
const closed = new AbortController();
let listeners = 0;

/** Tells whoever listens; answers whether somebody does. */
export const tellClosedStdout = (): boolean => {
  closed.abort();
  return listeners > 0;
};

/** Calls back when nobody reads our output any more, until it is disposed of. */
export const listenForClosedStdout = (stop: () => void): Disposable => {
  listeners += 1;
  closed.signal.addEventListener("abort", stop, { once: true });
  return {
    [Symbol.dispose]: () => {
      listeners -= 1;
      closed.signal.removeEventListener("abort", stop);
    },
  };
};
