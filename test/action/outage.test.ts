import { outageOf, waitAsPlanned } from "../../src/action/outage.ts";
import { ForgeOffline } from "../../src/core/offline.ts";
import { planWith } from "../core/scene.ts";

test("all of a job waits for its forge together, as long as its plan says from when that is read", async () => {
  const job = { signal: new AbortController().signal };
  const outage = outageOf(job);
  waitAsPlanned(job, planWith({ a: [{}] }, { limits: { outageMinutes: 0 } }));
  expect(outageOf(job)).toBe(outage);
  const judge = { failing: () => "away" as const, isUp: async () => false, mayRepeat: true };
  await outage.through(async () => "heard of", judge);
  const away = outage.through(() => Promise.reject(new Error("refused")), judge);
  await expect(away).rejects.toThrow(ForgeOffline);
});
