import fc from "fast-check";
import type { CommitFacts } from "../../src/gates/commit.ts";
import { checkDco } from "../../src/gates/dco.ts";
import { isEmail } from "../../src/gates/email.ts";
import type { RemediationRules } from "../../src/gates/sign-offs.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com" };
const bob = { name: "Bob", email: "bob@example.com" };
const base = "b".repeat(40);
const sha = (digit: string) => digit.repeat(40);

const commit = (more: Partial<CommitFacts> = {}): CommitFacts => ({
  sha: sha("1"),
  message: "Change\n",
  author: ada,
  committer: ada,
  parents: [base],
  isBot: false,
  ...more,
});

const says = (commits: CommitFacts[], remediation?: RemediationRules) =>
  checkDco(commits, { base, ...(remediation ? { remediation } : {}) }).evidence.commits.map(
    ({ message }) => message,
  );

const own = "Signed-off-by: Ada Lovelace <ada@example.com>";
const bobs = "Signed-off-by: Bob <bob@example.com>";
const missing = "The sign-off is missing.";
const expected = (got: string) => `Expected "Ada Lovelace <ada@example.com>", but got "${got}".`;

test.each<[string, Partial<CommitFacts>, string | null]>([
  ["no sign-off", {}, missing],
  ["an empty message", { message: "" }, missing],
  ["its author's sign-off", { message: `Change\n\n${own}\n` }, null],
  ["one as its title", { message: own }, null],
  ["one in the middle of its message", { message: `Change\n\n${own}\n\nMore text.\n` }, null],
  ["one with blanks at the end", { message: `Change\n\n${own} \t\n` }, null],
  ["Windows line ends", { message: `Change\r\n\r\n${own}\r\n` }, null],
  ["a trailer in other case", { message: "sIGNED-OFF-BY: ada lovelace <ADA@Example.com>" }, null],
  ["an indented trailer", { message: `Change\n\n  ${own}` }, missing],
  ["a quoted trailer", { message: `Change\n\n> ${own}` }, missing],
  ["a trailer without a name", { message: "Signed-off-by: <ada@example.com>" }, missing],
  ["a trailer without an address", { message: "Signed-off-by: Ada Lovelace" }, missing],
  ["a trailer without brackets", { message: "Signed-off-by: Ada Lovelace ada@example.com" }, missing],
  ["a trailer without a blank", { message: "Signed-off-by:Ada Lovelace <ada@example.com>" }, missing],
  ["text after the trailer", { message: `${own} and more` }, missing],
  [
    "two blanks in its name",
    { message: "Signed-off-by:  Ada Lovelace <ada@example.com>" },
    expected(" Ada Lovelace <ada@example.com>"),
  ],
  ["another's sign-off", { message: bobs }, expected("Bob <bob@example.com>")],
  [
    "its author's name only",
    { message: "Signed-off-by: Ada Lovelace <x@example.com>" },
    expected("Ada Lovelace <x@example.com>"),
  ],
  [
    "its author's address only",
    { message: "Signed-off-by: Ada <ada@example.com>" },
    expected("Ada <ada@example.com>"),
  ],
  ["its committer's sign-off", { message: bobs, committer: bob }, null],
  [
    "author's name and committer's address",
    { message: "Signed-off-by: Ada Lovelace <bob@example.com>", committer: bob },
    null,
  ],
  ["several, one of them its author's", { message: `${bobs}\n${own}\n` }, null],
  ["several, the first its author's", { message: `${own}\n${bobs}\n` }, null],
  [
    "several, none of them its author's",
    { message: `${bobs}\nSigned-off-by: C <c@example.com>` },
    'Can not find "Ada Lovelace <ada@example.com>", in ["Bob <bob@example.com>", "C <c@example.com>"].',
  ],
  [
    "a malformed address",
    { author: { ...ada, email: "ada@host" }, message: "Signed-off-by: Ada Lovelace <ada@host>" },
    "ada@host is not a valid email address.",
  ],
  ["a malformed address but no sign-off", { author: { ...ada, email: "ada" } }, missing],
  ["a malformed address of its committer only", { committer: { ...bob, email: "bob" }, message: own }, null],
  [
    "no author's address, and its committer's sign-off",
    { author: { ...ada, email: "" }, committer: bob, message: bobs },
    null,
  ],
  [
    "no address at all",
    { author: { ...ada, email: "" }, committer: { ...bob, email: "" }, message: own },
    " is not a valid email address.",
  ],
  ["a merge without a sign-off", { parents: [base, sha("2")] }, null],
  ["the first commit of a repository", { parents: [] }, missing],
  ["a bot's without a sign-off", { isBot: true }, null],
  [
    "a bot's with a malformed address",
    { isBot: true, author: { name: "x[bot]", email: "x" }, message: bobs },
    null,
  ],
  ["a name that ends in [bot]", { author: { ...ada, name: "Ada [bot]" } }, missing],
])("the sign-off of a commit with %s", (_, more, message) => {
  expect(says([commit(more)])).toEqual([message]);
});

const remedy = (line: string, more: Partial<CommitFacts> = {}): CommitFacts =>
  commit({ sha: sha("2"), message: `Remedy\n\n${line}\n\n${own}\n`, ...more });
const mine = `I, Ada Lovelace <ada@example.com>, hereby add my Signed-off-by to this commit: ${sha("1")}`;
const forAda = `On behalf of Ada Lovelace <ada@example.com>, I, Bob <bob@example.com>, hereby add my Signed-off-by to this commit: ${sha("1")}`;
const byBob = { author: bob, committer: bob, message: `Remedy\n\n${forAda}\n\n${bobs}\n` };
const all = { individual: true, thirdParty: true };

test.each<[string, CommitFacts, RemediationRules | undefined, string | null]>([
  ["by its author", remedy(mine), undefined, null],
  [
    "by its author, in other case",
    remedy(mine.replace("I, Ada Lovelace", "i, ADA LOVELACE")),
    undefined,
    null,
  ],
  ["by its author with Windows line ends", remedy(`${mine}\r`), undefined, null],
  ["in the same message line", remedy(`So ${mine}`), undefined, missing],
  ["that are not allowed", remedy(mine), { individual: false, thirdParty: true }, missing],
  ["of another commit", remedy(mine.replace(sha("1"), sha("3"))), undefined, missing],
  ["of a short name", remedy(mine.replace(sha("1"), "1111111")), undefined, missing],
  ["made by another", remedy(mine, { author: bob }), undefined, missing],
  ["in another's name", remedy(mine.replace("Ada Lovelace", "Bob")), undefined, missing],
  ["with another address", remedy(mine.replace("ada@", "bob@")), undefined, missing],
  ["on behalf of its author", remedy("", byBob), all, null],
  ["on behalf of its author, by the committer", remedy("", { ...byBob, author: ada }), all, null],
  ["on behalf of its author, when only its own counts", remedy("", byBob), undefined, missing],
  [
    "on behalf of its author, without individual ones",
    remedy("", byBob),
    { individual: false, thirdParty: true },
    missing,
  ],
  [
    "on behalf of another",
    remedy("", { ...byBob, message: `${forAda.replace("Ada Lovelace", "Eve")}\n${bobs}` }),
    all,
    missing,
  ],
  [
    "on behalf of its author, in a third one's name",
    remedy("", {
      ...byBob,
      author: { ...bob, name: "Eve" },
      committer: { ...bob, name: "Eve" },
      message: `${forAda}\nSigned-off-by: Eve <bob@example.com>`,
    }),
    all,
    missing,
  ],
])("a commit is signed off by remediation commits %s", (_, second, rules, message) => {
  expect(says([commit(), second], rules)).toEqual([message, null]);
});

test("a remediation of a commit that another has signed off counts as one more sign-off", () => {
  expect(says([commit({ message: bobs }), remedy(mine)])).toEqual([null, null]);
});

test.each<[string, boolean]>([
  ["a@b.cd", true],
  ["first.last+tag@sub.example.com", true],
  ["1+x[bot]@users.noreply.github.com", false],
  ["x_y!#$%&'*/=?^`{|}~-@example.com", true],
  ["a..b@example.com", false],
  [".a@example.com", false],
  ["a.@example.com", false],
  ["a b@example.com", false],
  ["a@b@example.com", false],
  ["@example.com", false],
  ["a@", false],
  ["a@example", false],
  ["a@example.c", false],
  ["a@example.1c", false],
  ["a@-x.com", false],
  ["a@x_y.com", false],
  ["a@.com", false],
  ["a@example.com.", false],
  ["a@127.0.0.1", false],
  ["ü@example.com", false],
  [`${"a".repeat(64)}@example.com`, true],
  [`${"a".repeat(65)}@example.com`, false],
  [`a@${"b".repeat(63)}.com`, true],
  [`a@${"b".repeat(64)}.com`, false],
])("%s is well formed: %s", (email, wellFormed) => {
  expect(isEmail(email)).toBe(wellFormed);
});

test("the message names the commits and the command that mends them", () => {
  const { kind, message } = checkDco([commit(), commit({ sha: sha("2"), message: own })], { base });
  expect(kind).toBe("failed");
  expect(message).toBe(
    `1 commit not signed off: 1111111: The sign-off is missing. To mend it, run \`git rebase --signoff ${base}\``,
  );
  expect(checkDco([commit({ author: { ...ada, email: "x" }, message: own })], { base }).message).toContain(
    "set a real `user.email`, then run `git rebase --exec",
  );
  expect(checkDco([commit({ message: own })], { base })).toMatchObject({
    kind: "passed",
    message: "1 commit, all signed off",
  });
});

const trailerish = fc.string({
  unit: fc.constantFrom(
    "Signed-off-by: ",
    "I, ",
    ", hereby add my Signed-off-by to this commit: ",
    "On behalf of ",
    " <",
    ">",
    "\n",
    "\r",
    "a",
    "İ",
    sha("1"),
    "@",
    ".",
    "\u2028",
  ),
  maxLength: 60,
});

test("no message, however made, breaks the gate", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(trailerish, fc.string(), fc.string(), fc.boolean()), { maxLength: 4 }),
      (made) => {
        const commits = made.map(([message, name, email, isBot], at) =>
          commit({ sha: sha(String(at)), message, author: { name, email }, isBot }),
        );
        const result = checkDco(commits, { base, remediation: all });
        const isRight = result.evidence.commits.every(({ message }) => message === null);
        expect(result.kind).toBe(isRight ? "passed" : "failed");
        expect(result.message).not.toMatch(/[\n\r\u2028]/);
      },
    ),
    { numRuns: 1500 },
  );
});

test("a trailer agrees with the rule of the DCO app, written as an expression", () => {
  fc.assert(
    fc.property(trailerish, (message) => {
      const found = [...message.matchAll(/^Signed-off-by: (.*) <(.*)>\s*$/gim)].map(([, name, email]) => [
        name,
        email,
      ]);
      const [is] = says([commit({ message })]);
      if (found.length === 0) expect(is).toBe(missing);
      else expect(is).not.toBe(missing);
    }),
    { numRuns: 1500 },
  );
});

test("a line made to be slow is not", () => {
  const line = `Signed-off-by: ${" <".repeat(200_000)}`;
  const { kind } = checkDco([commit({ message: `${line}\n${line}` })], { base });
  expect(kind).toBe("failed");
});
