import type { Limits } from "../core/plan/limits.ts";
import type { CommandLack } from "../core/proof/fault.ts";
import type { ChangedLines } from "./changed-lines.ts";
import type { CommitFacts } from "./commit.ts";
import type { ReportState } from "./coverage/state.ts";
import type { LinguistAttributes } from "./generated/attributes.ts";
import type { InPieces } from "./pieces.ts";
import type { FactKind, GateResult, SizedFile } from "./result.ts";
import type { SecretScan } from "./secrets.ts";
import type { RemediationRules } from "./sign-offs.ts";
import type { CommitSignature } from "./signature.ts";

/** One file of a change as `git diff --raw --numstat -M` tells it. */
export interface FileChange {
  readonly path: string;
  /** The path before a rename; `null` when it was not renamed. */
  readonly from: string | null;
  readonly added: number;
  readonly deleted: number;
  readonly binary: boolean;
  /** Whether git takes it for binary although it is text, so that its lines were counted all the same. */
  readonly asText?: boolean;
  /** Whether a binary is of a known format; absent when nobody looked. */
  readonly known?: boolean;
  /** Bytes of the lines that it adds and deletes, of replaced long lines those that differ; absent when not weighed. */
  readonly bytes?: number;
  /** Line ends in its added and deleted lines that git does not count; absent when not weighed. */
  readonly breaks?: number;
  /** What stood at the merge base, `null` when nothing did; absent when only lines were counted. */
  readonly before?: End | null;
  /** What stands at the head, `null` when nothing does; absent when only lines were counted. */
  readonly after?: End | null;
  /** What stood there in the history of the base, under its earlier names too; absent when nobody asked. */
  readonly past?: readonly PastFile[];
}

/** A file as an earlier commit of the base has it. */
export interface PastFile {
  readonly path: string;
  readonly end: End;
}

/** One end of a file's change. */
export interface End {
  /** Git's mode in six octal digits: 100644, 100755, 120000 (symlink), 160000 (submodule). */
  readonly mode: string;
  /** The object's name, in full. */
  readonly blob: string;
  /** Why its contents count as generated, `null` when they do not; absent when they were not read. */
  readonly contents?: string | null;
}

/** The facts that gates judge: read from git, from the merge base to the head. Attributes are the base's. */
export interface Facts {
  readonly head: string;
  /** The base as a shell takes it, for the commands in messages; absent when no name of it is known. */
  readonly base?: string;
  readonly files: readonly FileChange[];
  /** What each of them counts, where that was found out before, by the globs of the same rules. */
  readonly sized?: readonly SizedFile[];
  /** What `.gitattributes` at the merge base say, by path; nothing is said of paths that are missing. */
  readonly attributes?: ReadonlyMap<string, LinguistAttributes>;
  /** The commits of the change, when they were read. */
  readonly commits?: readonly CommitFacts[];
  /** Which remediation commits count by the settings at the base; `null` when they say nothing of it. */
  readonly remediation?: RemediationRules | null;
  /** The signatures of its commits, judged against the allowed keys, when they were read. */
  readonly signatures?: readonly CommitSignature[];
  /** The lines that it adds and deletes, when they were read. */
  readonly changed?: readonly ChangedLines[];
  /** What a scan of the added lines found, when there was one. */
  readonly secrets?: SecretScan;
  /** How the plan's commands ended, when they ran. */
  readonly verified?: readonly VerifyRun[];
  /** What an agent left that git does not carry, and was removed before they ran. */
  readonly removed?: readonly string[];
  /** The coverage report that they left, or why there is none, when it was looked for. */
  readonly report?: ReportState;
}

/** How one of the plan's `verify` commands ended. */
export interface VerifyRun {
  readonly command: string;
  readonly ok: boolean;
  /** In words, with the end of its output. */
  readonly how: string;
  /** What it lacked, where its end tells that. */
  readonly lack?: CommandLack | null;
}

interface CoverageRules {
  readonly reports: readonly string[];
  readonly code: readonly string[];
}

/** What a change is held to: read from the plan at the base, so that no change excuses itself. */
export interface GateRules {
  readonly limits: Pick<Limits, "lines" | "files" | "coverage">;
  readonly generated: readonly string[];
  readonly protected: readonly string[];
  /** What the body owns; `null` is anything unprotected. */
  readonly owns: readonly string[] | null;
  /** What a person has opened besides: files, and folders with all in them. */
  readonly granted: readonly string[];
  /** Findings of secrets that a person let pass, by their ids. */
  readonly allowed: readonly string[];
  /** The plan's shell commands that must succeed. */
  readonly verify: readonly string[];
  /** The paths of the coverage reports, and globs of what is production code by name; `null` when the plan names none. */
  readonly coverage: CoverageRules | null;
  /** How the plan signs its commits. */
  readonly signing: "none" | "gpg" | "ssh";
  /** Whose commits need no signature although all others do, by e-mail, `null` for nobody's: where people sign and the plan does not. */
  readonly unsignedAuthor?: string | null;
  /** The address by which an App makes the plan's commits: a bot's. */
  readonly appAuthor?: string;
}

/** A rule on what a branch changes: it always answers, that the facts which it judges were not read included. */
export interface Gate {
  readonly name: string;
  readonly reads?: readonly FactKind[];
  readonly check: (facts: Facts, rules: GateRules) => GateResult;
  /** The same in pieces, where a large change takes long. */
  readonly inPieces?: (facts: Facts, rules: GateRules) => InPieces<GateResult>;
}
