import type { CommitResult } from "./commit.ts";
import type { GamingFinding } from "./gaming/finding.ts";
import type { Room } from "./room.ts";
import type { Part } from "./split/split.ts";

/** What a gate says, by how it came out; the message of a failure names the fix. */
export type GateResult =
  /** The change keeps the rule. */
  | (Told & { readonly kind: "passed" })
  /** It breaks the rule. */
  | (Told & { readonly kind: "failed" })
  /** It may be right: that is for the reviewer to confirm, and stops nothing. */
  | (Told & { readonly kind: "warned" })
  /** There is nothing to judge, and the message says why. */
  | (Told & { readonly kind: "skipped" })
  /** The facts that it judges could not be read: that stops a change as a failure does. */
  | (Told & { readonly kind: "unjudged"; readonly lacks: FactKind });

/** What a gate may judge besides the files and their counts, since each costs a look at the whole change. */
export type FactKind = "commits" | "lines" | "secrets" | "signatures" | "checkout";

interface Told {
  /** The gate's. */
  readonly name: string;
  readonly message: string;
  readonly evidence: GateEvidence;
}

/** A result with evidence of this sort. */
export type ResultWith<Of extends GateEvidence["of"]> = GateResult & {
  readonly evidence: Extract<GateEvidence, { readonly of: Of }>;
};

/** What a gate's answer rests on, as data. */
export type GateEvidence =
  | {
      readonly of: "size";
      readonly took: Room;
      readonly limits: Room;
      /** Every file with why it counts or not. */
      readonly files: readonly SizedFile[];
      /** The parts in which a change over the limits could be handed in, in order. */
      readonly parts: readonly Part[];
    }
  /** Paths that break the rule. */
  | { readonly of: "paths"; readonly paths: readonly string[] }
  /** What is said of each commit. */
  | { readonly of: "commits"; readonly commits: readonly CommitResult[] }
  /** The plan's commands that passed. */
  | { readonly of: "commands"; readonly commands: readonly string[] }
  | {
      readonly of: "coverage";
      /** Percent of the changed lines that are covered, 0 to 100; `null` without a line that can be covered. */
      readonly percent: number | null;
      /** Percent at least. */
      readonly limit: number;
      /** The changed files that count. */
      readonly files: readonly CoveredFile[];
    }
  /** Where secrets were found, never what they are. */
  | { readonly of: "secrets"; readonly findings: readonly SecretFinding[] }
  | { readonly of: "gaming"; readonly findings: readonly GamingFinding[] }
  /** The message says all. */
  | { readonly of: "nothing" };

/** A file of a change as the size gate sees it. */
export interface SizedFile {
  readonly path: string;
  readonly from: string | null;
  readonly added: number;
  readonly deleted: number;
  readonly binary: boolean;
  /** Lines that count: those added and deleted, by any line end, and at least one for every 110 bytes that differ. */
  readonly lines: number;
  /** Whether its lines count. */
  readonly counted: boolean;
  /** Whether it counts as a file: nothing says that a program wrote it. */
  readonly handWritten: boolean;
  /** Why its lines do not count; `null` when they do. */
  readonly reason: string | null;
  /** Whether it is new and only its own name or contents say why its lines do not count. */
  readonly claimed: boolean;
  /** Whether git takes it for binary, and its lines were counted all the same. */
  readonly asText: boolean;
  /** Why it passes for generated although the base knew it as written by hand, so that it counts; otherwise `null`. */
  readonly turned: string | null;
  /** Whether it is a binary of no format that is known. */
  readonly strange: boolean;
  /** What it is or became, if it is no plain file that stayed one: `symlink`, `file to executable`. */
  readonly kind: string | null;
}

/** How a changed file counts for coverage. */
export interface CoveredFile {
  readonly path: string;
  /** Changed lines that ran. */
  readonly covered: number;
  /** Changed lines that can be covered and did not run, in rising order. */
  readonly uncovered: readonly number[];
  /** `absent`: the report does not tell of it, so each line that may hold code is uncovered. */
  readonly source: "report" | "absent" | "ambiguous";
}

/** A secret in an added line: where and by which rule it was found, never what it is. */
export interface SecretFinding {
  /** By which a person lets it pass: of its file, its rule and what was found. */
  readonly id: string;
  readonly path: string;
  /** The line, from 1, in `commit`. */
  readonly line: number;
  /** The rule's name, such as `github/GITHUB_TOKEN`. */
  readonly rule: string;
  /** The commit that adds it and is no longer to be seen at the head; `null` when it is in the head. */
  readonly commit: string | null;
}

/** How a gate came out that lets a change pass or does not. */
export const passedIf = (ok: boolean): "passed" | "failed" => (ok ? "passed" : "failed");

/** What a gate says that was not given its facts. */
export const unjudged = (name: string, lacks: FactKind): GateResult => ({
  ...{ kind: "unjudged", lacks, name, evidence: { of: "nothing" } },
  message: `it could not be judged, because ${lacking[lacks]}: run it again`,
});

const lacking: Readonly<Record<FactKind, string>> = {
  commits: "the commits of the change were not read",
  lines: "the lines of the change were not read",
  secrets: "the added lines were not scanned",
  signatures: "the signatures of the commits were not read",
  checkout: "nothing tells how the plan's commands ended",
};

/** What a gate says where there is nothing for it to judge. */
export const skipped = (name: string, message: string): GateResult => ({
  ...{ kind: "skipped", name, message, evidence: { of: "nothing" } },
});
