import { troubleIn } from "../../../src/core/account/trouble-in.ts";

const at = { now: new Date("2026-11-29T16:30:00.000Z"), zone: "UTC" };

test.each<[number | null, string, string | null]>([
  [401, "", "wrong-key"],
  [402, "Insufficient Balance", "no-credit"],
  [402, "You have no quota", "limited"],
  [402, "Try again in 2 days.", "limited"],
  [403, "Enable billing information", "no-credit"],
  [403, "invalid api key", "wrong-key"],
  [403, "The proxy does not let this through", null],
  [404, "There is no such model", null],
  [413, "", "too-long"],
  [429, "", "limited"],
  [429, "insufficient_quota", "no-credit"],
  [429, "credit balance is low, try again in 2 hours", "limited"],
  [500, "", "overloaded"],
  [529, "", "overloaded"],
  [400, "prompt is too long", "too-long"],
  [400, "Your credit balance is too low", "no-credit"],
  [400, "Your request was malformed", null],
  [null, "Your workspace is out of credits.", "no-credit"],
  [null, "You've hit your usage limit. Purchase more credits or try again at 9pm.", "limited"],
  [null, "Not logged in · Please run /login", "wrong-key"],
  [null, "getaddrinfo EAI_AGAIN api.example.com", "offline"],
  [null, "read ECONNRESET", "cut-stream"],
  [null, "It broke.", null],
  [null, "", null],
])("status %j with %j is %s", (status, said, kind) => {
  expect(troubleIn({ status, said }, at)?.kind ?? null).toBe(kind);
});

test("a field that names the kind or the end counts before the words", () => {
  const until = "2026-11-29T20:00:00.000Z";
  expect(troubleIn({ status: 429, said: "resets 9am", until }, at)).toMatchObject({ until });
  expect(troubleIn({ status: 400, said: "flagged", kind: "declined" }, at)).toEqual({
    kind: "declined",
    said: "flagged",
  });
});
