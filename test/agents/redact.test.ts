import fc from "fast-check";
import { redactorOf } from "../../src/agents/redact.ts";

const secret = "sk-ant-api03/Zm9v+YmFy=";

test.each([
  ["itself", secret],
  ["in a URL", encodeURIComponent(secret)],
  ["as base64", Buffer.from(secret).toString("base64")],
  ["in the base64 of a header", Buffer.from(`x-access-token:${secret}`).toString("base64")],
  ["in base64url, one byte further", Buffer.from(`?x-access-token:${secret}!`).toString("base64url")],
  ["as hexadecimal", Buffer.from(secret).toString("hex")],
])("a secret %s is hidden", (_, shown) => {
  const text = redactorOf([secret]).text(`before ${shown} after`);
  expect(text).toMatch(/^before .*\*\*\*.* after$/);
  expect(text).not.toContain(shown);
  expect(text).not.toContain(secret);
});

test("every line of a key of several lines is hidden, and other text stays as it is", () => {
  const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----";
  expect(redactorOf([key]).text("ключ: kqhkiG9w0BAQEF – ends")).toBe("ключ: *** – ends");
});

test("short values are words, not secrets", () => {
  expect(redactorOf(["test", ""]).text("a test")).toBe("a test");
});

test("texts are hidden wherever they are in an answer", () => {
  const answer = { ok: true, count: 3, none: null, list: [{ body: `use ${secret}` }] };
  expect(redactorOf([secret]).value(answer)).toEqual({ ...answer, list: [{ body: "use ***" }] });
});

test("texts of an answer are plain, so that a forge keeps them as they are", () => {
  const body = "a\0b\u0007\ud800 \u{1f389}\n\tc";
  expect([redactorOf([]).value({ body }), redactorOf([secret]).value([body])]).toEqual([
    { body: "ab \u{1f389}\n\tc" },
    ["ab\ufffd \u{1f389}\n\tc"],
  ]);
});

test("a secret is hidden however the output that holds it is cut into chunks", () => {
  const noise = fc.string({ unit: "binary", maxLength: 30 });
  fc.assert(
    fc.property(noise, noise, fc.array(fc.nat({ max: 90 })), (before, after, cuts) => {
      const whole = Buffer.from(`${before}${secret}${after}`);
      const out: Buffer[] = [];
      const stream = redactorOf([secret]).stream((chunk) => out.push(chunk));
      let from = 0;
      for (const cut of [...cuts.sort((a, b) => a - b), whole.length]) {
        stream.chunk(whole.subarray(from, Math.max(from, cut)));
        from = Math.max(from, cut);
      }
      stream.end();
      expect(Buffer.concat(out).equals(Buffer.from(`${before}***${after}`))).toBe(true);
    }),
  );
});
