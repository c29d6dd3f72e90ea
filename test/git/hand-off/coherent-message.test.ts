import fc from "fast-check";
import { explicit, isSame } from "../../../src/gates/sign-offs.ts";
import { coherentMessage } from "../../../src/git/hand-off/coherent-message.ts";
import { times } from "../../thorough.ts";

const author = { name: "Milepost", email: "milepost@example.com" };
const own = "Signed-off-by: Milepost <milepost@example.com>";
const claude = { name: "Claude", email: "noreply@anthropic.com" };
const bob = { name: "Bob", email: "bob@example.com" };
const credit = "Co-authored-by: Bob <bob@example.com>";

test.each<[string, string, { name: string; email: string }, string]>([
  ["no trailer", "Title\n", author, `Title\n\n${own}\n`],
  ["the sign-off", `Title\n\n${own}\n`, author, `Title\n\n${own}\n`],
  [
    "the sign-off in other case",
    `Title\n\nsigned-off-by: milepost <milepost@example.com>`,
    author,
    "Title\n\nsigned-off-by: milepost <milepost@example.com>",
  ],
  [
    "the sign-off twice",
    `Title\n\n${own}\nReviewed-by: X <x@y.zz>\n${own}\n`,
    author,
    `Title\n\n${own}\nReviewed-by\u200b: X <x@y.zz>\n`,
  ],
  [
    "other trailers",
    "Title\n\nFixes: #1\nCo-authored-by: A <a@b.cd>",
    author,
    `Title\n\nFixes: #\u200b1\nCo-authored-by: A <a@b.cd>\n${own}\n`,
  ],
  [
    "another's sign-off",
    "Title\n\nSigned-off-by: Bob <bob@example.com>\n",
    author,
    `Title\n\nSigned-off-by: Bob <bob@example.com>\n${own}\n`,
  ],
  ["a title like a trailer", "Fix: a thing\n", author, `Fix: a thing\n\n${own}\n`],
  [
    "text as its last paragraph",
    "Title\n\nNote: this\nand that\n",
    author,
    `Title\n\nNote: this\nand that\n\n${own}\n`,
  ],
  [
    "a folded trailer",
    "Title\n\nNote: this\n and that\n",
    author,
    `Title\n\nNote: this\n and that\n${own}\n`,
  ],
  ["nothing", "\n", author, `Change without a message\n\n${own}\n`],
  ["another author", "Title\n", bob, `Title\n\n${credit}\n${own}\n`],
  ["another author who is named already", `Title\n\n${credit}\n`, bob, `Title\n\n${credit}\n${own}\n`],
  ["a program's default author", "Title\n", claude, `Title\n\n${own}\n`],
  ["an author of no address", "Title\n", { name: "root", email: "root@build.local" }, `Title\n\n${own}\n`],
  [
    "an author of a private address",
    "Title\n",
    { name: "Ada", email: "1+ada@users.noreply.github.com" },
    `Title\n\nCo-authored-by: Ada <1+ada@users.noreply.github.com>\n${own}\n`,
  ],
])("a message with %s", (_, message, by, right) => {
  expect(coherentMessage({ message, author: by }, author)).toBe(right);
});

test("any message is signed off once, and right the second time", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(own, "\n", "\n\n", credit, "a: b", " "),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const message = coherentMessage({ message: parts.join(""), author: bob }, author);
      expect(explicit(message).filter((signOff) => isSame(signOff, author))).toHaveLength(1);
      expect(coherentMessage({ message, author }, author)).toBe(message);
    }),
    { numRuns: times(400) },
  );
});
