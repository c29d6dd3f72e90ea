/*
 * Loaded before all else in each process that runs suites. What the first of them asks of jest-light-runner is told to all,
 * and one that did not listen yet would wait for it for ever: whoever listens late is given what came before.
 */
if (process.send) {
  const early = [];
  const keep = (message) => early.push(message);
  process.on("message", keep);
  process.on("newListener", (event, listener) => {
    if (event === "message") for (const message of early) setImmediate(listener, message);
  });
}
