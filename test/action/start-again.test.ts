import { startAgain } from "../../src/action/start-again.ts";

test("a run that somebody cancelled while a job of it ended starts no other", async () => {
  const asked = {
    get runs(): never {
      throw new Error("it was started");
    },
  };
  const job = { workflow: "milepost.yml", ref: "main" };
  const start = (signal: AbortSignal) => startAgain(asked, { plan: "p" }, { ...job, signal });
  await start(AbortSignal.abort());
  await expect(start(new AbortController().signal)).rejects.toThrow("it was started");
});
