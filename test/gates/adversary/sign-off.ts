import type { CommitFacts, Person } from "../../../src/gates/commit.ts";
import type { CommitSignature, SignatureKind } from "../../../src/gates/signature.ts";
import type { Pick } from "./attempt.ts";

const ada: Person = { name: "Ada", email: "ada@example.com" };
const eve: Person = { name: "Eve", email: "eve@example.com" };

/** Trailers that are none of the author's, however they are written. */
const trailers = [
  "",
  "Signed-off-by: Eve <eve@example.com>",
  "Signed-off-by Ada <ada@example.com>",
  "Signed-off-by:Ada <ada@example.com>",
  "Signed-off-by: Ada ada@example.com",
  "Signed-off-by: Ada <ada@example.com",
  "Signed-off-by: Ada <eve@example.com>",
  "Signed-off-by: Eve <ada@example.com>",
  "Signed-off-by: Аda <ada@example.com>",
  "Signed-off-by: Ada\u200b <ada@example.com>",
  "Co-authored-by: Ada <ada@example.com>",
  "> Signed-off-by: Ada <ada@example.com>",
  "Reviewed-by: Ada <ada@example.com>",
  "I, Eve <eve@example.com>, hereby add my Signed-off-by to this commit: SHA",
  "On behalf of Ada <ada@example.com>, I, Eve <eve@example.com>, hereby add my Signed-off-by to this commit: SHA",
] as const;

/** A change in which one commit is not signed off by who made it, as an agent would hide that. */
export const unsigned = (pick: Pick): { commits: CommitFacts[]; guilty: string } => {
  const guilty = "1".repeat(40);
  const said = (): string => pick([...trailers]).replace("SHA", guilty);
  const commit = (sha: string, author: Person, message: string): CommitFacts => ({
    ...{
      sha,
      message,
      author,
      committer: author,
      parents: ["0".repeat(40)],
      isBot: false,
    },
  });
  const own = commit(
    guilty,
    ada,
    [pick(["Add", "Add\r", "Merge branch main"]), "", said(), said()].join(pick(["\n", "\r\n", "\u2028"])),
  );
  const signed = (sha: string): CommitFacts =>
    commit(sha, eve, `Mend\n\n${said()}\nSigned-off-by: Eve <eve@example.com>`);
  const others = pick([[], [signed("2".repeat(40))], [signed("2".repeat(40)), signed("3".repeat(40))]]);
  return {
    commits: pick([
      [own, ...others],
      [...others, own],
    ]),
    guilty,
  };
};

/** Signatures of which one is not by a key that is allowed. */
export const forged = (pick: Pick): { signatures: CommitSignature[]; guilty: string } => {
  const kinds: readonly [SignatureKind, ...SignatureKind[]] = [
    ...(["bad", "unknown-key", "expired", "expired-key", "revoked-key"] as const),
    ...(["unverified-email", "unreadable", "unsigned"] as const),
  ];
  const guilty = "1".repeat(40);
  const good = (sha: string): CommitSignature => ({ sha, kind: "good", key: "A" });
  const one: CommitSignature = { sha: guilty, kind: pick(kinds), key: pick([null, "A", "B"]) };
  return { signatures: pick([[one], [good("2".repeat(40)), one], [one, good("2".repeat(40))]]), guilty };
};
