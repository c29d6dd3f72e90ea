import { appendFile } from "node:fs/promises";
import { checkDco } from "../../../src/gates/dco.ts";
import { readCommits } from "../../../src/git/facts/commits.ts";
import { conflictsWith } from "../../../src/git/facts/conflicts.ts";
import { type Git, gitAt } from "../../../src/git/git.ts";
import { type Coherence, makeCoherent as makeAllCoherent } from "../../../src/git/hand-off/coherent.ts";
import { readSignatures } from "../../../src/git/signing/signatures.ts";
import { openSigner } from "../../../src/git/signing/signing.ts";
import { makeThrowawayKey } from "../../../src/git/signing/throwaway-key.ts";
import { needing } from "../programs.ts";
import { commit, type Scene, scene, sh } from "../scene.ts";

const author = { name: "Milepost", email: "milepost@example.com" };
const own = "Signed-off-by: Milepost <milepost@example.com>";

const makeCoherent = async (git: Git, wanted: Coherence): Promise<string> =>
  (await makeAllCoherent(git, wanted)).head;

/** Git on the scene's repository, counting what it starts. */
const counting = (at: Scene): Git & { started: number } => {
  const real = gitAt(`${at.repo}/.git`);
  const counted = Object.assign(
    (...call: Parameters<Git>) => {
      counted.started += 1;
      return real(...call);
    },
    { objects: real.objects, diffs: real.diffs, close: real.close, started: 0 },
  );
  return counted;
};

const show = (at: Scene, format: string, sha: string) => sh(at.repo, "show", "-s", `--format=${format}`, sha);

test("commits become the author's and signed off, with the same trees, order and dates", async () => {
  await using at = await scene();
  await commit(at.repo, { b: "1" }, "One\n\nWhy.");
  const head = await commit(at.repo, { b: "2" }, "Two\n\nReviewed-by: Bob <bob@example.com>");
  const git = counting(at);
  const next = await makeCoherent(git, { start: at.main, head, author, signer: null });
  expect(git.started).toBe(0);
  const facts = await readCommits(git, at.main, next);
  expect(facts.map(({ author, committer, message }) => [author, committer, message])).toEqual([
    [author, author, `One\n\nWhy.\n\nCo-authored-by: Ada <ada@example.com>\n${own}\n`],
    [
      author,
      author,
      `Two\n\nReviewed-by\u200b: Bob <bob@example.com>\n\nCo-authored-by: Ada <ada@example.com>\n${own}\n`,
    ],
  ]);
  expect(checkDco(facts, { base: at.main }).kind).toBe("passed");
  for (const format of ["%T", "%at", "%ct"]) {
    expect(await show(at, format, next)).toBe(await show(at, format, head));
    expect(await show(at, format, `${next}^`)).toBe(await show(at, format, `${head}^`));
  }
});

test("the sign-offs that were missing are counted", async () => {
  await using at = await scene();
  await commit(at.repo, { b: "1" }, `One\n\n${own}`);
  const head = await commit(at.repo, { b: "2" }, "Two");
  const wanted = { start: at.main, author, signer: null };
  const made = await makeAllCoherent(counting(at), { ...wanted, head });
  expect(made.signedOff).toBe(1);
  expect(await makeAllCoherent(counting(at), { ...wanted, head: made.head })).toEqual({
    ...made,
    signedOff: 0,
  });
});

test("what is coherent keeps its name, and no git is started for it", async () => {
  await using at = await scene();
  const head = await commit(at.repo, { b: "1" });
  const once = await makeCoherent(counting(at), { start: at.main, head, author, signer: null });
  expect(await makeCoherent(counting(at), { start: at.main, head, author, signer: null })).toBe(once);
  const git = counting(at);
  expect(await makeCoherent(git, { start: at.main, head: once, author, signer: null })).toBe(once);
  expect(await makeCoherent(git, { start: once, head: once, author, signer: null })).toBe(once);
  expect(git.started).toBe(0);
});

test("only commits after the first wrong one are written anew", async () => {
  await using at = await scene();
  const first = await commit(at.repo, { b: "1" });
  const right = await makeCoherent(counting(at), { start: at.main, head: first, author, signer: null });
  await sh(at.repo, "reset", "--quiet", "--hard", right);
  const head = await commit(at.repo, { b: "2" });
  const next = await makeCoherent(counting(at), { start: at.main, head, author, signer: null });
  expect(await sh(at.repo, "rev-parse", `${next}^`)).toBe(right);
});

test("merges keep their shape, and the base's own commits keep their names", async () => {
  await using at = await scene();
  await sh(at.repo, "checkout", "--quiet", "-b", "side");
  await commit(at.repo, { side: "1" }, "Side");
  await sh(at.repo, "checkout", "--quiet", "-b", "work", at.main);
  await commit(at.repo, { work: "1" }, "Work");
  await sh(at.repo, "merge", "--quiet", "--no-edit", "side");
  await sh(at.repo, "checkout", "--quiet", "main");
  const base = await commit(at.repo, { base: "1" }, "Base");
  await sh(at.repo, "checkout", "--quiet", "work");
  await sh(at.repo, "merge", "--quiet", "--no-edit", "main");
  const head = await sh(at.repo, "rev-parse", "HEAD");
  const wanted = { start: at.main, head, author, signer: null, published: [base] };
  const next = await makeCoherent(counting(at), wanted);
  const graph = (tip: string) => sh(at.repo, "log", "--topo-order", "--format=%s %T", tip);
  expect(await graph(next)).toBe(await graph(head));
  expect(await sh(at.repo, "rev-parse", `${next}^2`)).toBe(base);
  const facts = await readCommits(counting(at), base, next);
  expect(facts.map(({ author }) => author)).toEqual([author, author, author, author]);
  expect(await makeCoherent(counting(at), { ...wanted, head: next })).toBe(next);
});

test.each([
  ["a trailing full stop", { name: "Acme Inc.", email: "a@example.com" }, "Acme Inc"],
  ["angle brackets", { name: "A <B> C", email: "a@example.com" }, "A B C"],
])("an author with %s signs off as git writes it", async (_, author, name) => {
  await using at = await scene();
  const head = await commit(at.repo, { b: "1" });
  const next = await makeCoherent(counting(at), { start: at.main, head, author, signer: null });
  expect(await show(at, "%an", next)).toBe(name);
  expect(checkDco(await readCommits(counting(at), at.main, next), { base: at.main }).kind).toBe("passed");
  expect(await makeCoherent(counting(at), { start: at.main, head: next, author, signer: null })).toBe(next);
});

test.each(["@0 +0000", "@99999999999 -1130", "@5 +9999"])(
  "the date %s is kept as a valid one",
  async (date) => {
    await using at = await scene();
    const tree = await sh(at.repo, "rev-parse", "HEAD^{tree}");
    const raw = `tree ${tree}\nparent ${at.main}\nauthor A <a@x.org> ${date.slice(1)}\ncommitter A <a@x.org> ${date.slice(1)}\n\nM\n`;
    const git = counting(at);
    const { stdout } = await git(["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], {
      input: raw,
    });
    const next = await makeCoherent(git, { start: at.main, head: stdout.trim(), author, signer: null });
    expect(`@${await sh(at.repo, "show", "-s", "--format=%ad", "--date=raw", next)}`).toBe(
      date.replace("+9999", "+0000"),
    );
    await sh(at.repo, "fsck", "--strict", next);
  },
);

for (const [signing, program] of [
  ["gpg", "gpg"],
  ["ssh", "ssh-keygen"],
] as const) {
  needing(program)(`commits are signed by ${signing}, once`, async () => {
    await using at = await scene();
    const [key, other] = [await makeThrowawayKey(signing, author), await makeThrowawayKey(signing, author)];
    await using signer = await openSigner(signing, key);
    await using stranger = await openSigner(signing, other);
    await commit(at.repo, { b: "1" });
    const head = await commit(at.repo, { b: "2" });
    const wanted = { start: at.main, head, author };
    const next = await makeCoherent(counting(at), { ...wanted, signer });
    const range = { base: at.main, head: next };
    const kinds = async (keys: string[]) =>
      (await readSignatures(counting(at), range, keys)).map(({ kind, key }) => [kind, key]);
    const good = ["good", signer.fingerprint];
    expect(await kinds([signer.publicKey])).toEqual([good, good]);
    expect(await kinds([stranger.publicKey, signer.publicKey])).toEqual([good, good]);
    expect((await kinds([stranger.publicKey])).map(([kind]) => kind)).toEqual(["unknown-key", "unknown-key"]);
    expect(await readSignatures(counting(at), { ...range, head }, [signer.publicKey])).toMatchObject([
      { kind: "unsigned", key: null },
      { kind: "unsigned", key: null },
    ]);
    const git = counting(at);
    expect(await makeCoherent(git, { ...wanted, head: next, signer })).toBe(next);
    expect(git.started).toBe(1);
    const changed = await makeCoherent(git, { ...wanted, head: next, signer: stranger });
    expect(await kinds([stranger.publicKey])).not.toEqual([good, good]);
    expect(changed).not.toBe(next);
    const raw = (await git(["cat-file", "commit", next])).stdout.replace("Change", "Chance");
    const forged = await git(["hash-object", "-t", "commit", "-w", "--stdin"], { input: raw });
    const judged = await readSignatures(git, { base: `${next}^`, head: forged.stdout.trim() }, [
      signer.publicKey,
    ]);
    expect(judged).toMatchObject([{ kind: "bad" }]);
  });
}

test("conflicts with the base are named, and nothing changes", async () => {
  await using at = await scene({ a: "1\n", b: "1\n" });
  await sh(at.repo, "checkout", "--quiet", "-b", "work");
  const work = await commit(at.repo, { a: "2\n", "c ü\n": "1\n" });
  await sh(at.repo, "checkout", "--quiet", "main");
  const clean = await commit(at.repo, { b: "2\n" });
  expect(await conflictsWith(counting(at), clean, work)).toEqual([]);
  const base = await commit(at.repo, { a: "3\n", "c ü\n": "2\n" });
  expect(await conflictsWith(counting(at), base, work)).toEqual(["a", "c ü\n"]);
  expect(await sh(at.repo, "status", "--porcelain")).toBe("");
});

needing("gpg")(
  "what was pushed before a crash is taken again, though signed anew it would differ",
  async () => {
    await using at = await scene();
    await commit(at.repo, { b: "1" }, "One");
    const head = await commit(at.repo, { b: "2" }, "Two");
    await using signer = await openSigner("gpg", await makeThrowawayKey("gpg", author));
    const wanted = { start: at.main, head, author, signer };
    const pushed = await makeCoherent(counting(at), wanted);
    const later = Math.floor(Date.now() / 1000) + 60;
    await appendFile(`${signer.env.GNUPGHOME}/gpg.conf`, `faked-system-time ${later}\n`);
    expect(await makeCoherent(counting(at), wanted)).not.toBe(pushed);
    const before = { base: at.main, head: pushed };
    expect(await makeCoherent(counting(at), { ...wanted, pushed: before })).toBe(pushed);
    expect(await makeCoherent(counting(at), { ...wanted, start: pushed, pushed: before })).toBe(pushed);
  },
);

needing("gpg")("what somebody else pushed is not taken for it", async () => {
  await using at = await scene();
  const head = await commit(at.repo, { b: "1" }, "One");
  await using signer = await openSigner("gpg", await makeThrowawayKey("gpg", author));
  const unsigned = await makeCoherent(counting(at), { start: at.main, head, author, signer: null });
  const pushed = { base: at.main, head: unsigned };
  const next = await makeCoherent(counting(at), { start: at.main, head, author, signer, pushed });
  const range = { base: at.main, head: next };
  expect(await readSignatures(counting(at), range, [signer.publicKey])).toMatchObject([{ kind: "good" }]);
});
