import { open } from "node:fs/promises";
import { isAncestor } from "../facts/facts.ts";
import type { Git } from "../git.ts";
import { type BundleHeader, readBundleHeader } from "../hand-off/bundle.ts";
import { refuseBombs } from "./bombs.ts";
import { refuseContent } from "./content.ts";
import { type HostileWork, readEntries, type Span } from "./entries.ts";
import { fsckReasonOf } from "./fsck-reason.ts";
import { type HandOffLimits, handOffLimits } from "./limits.ts";
import { refusal } from "./refusal.ts";

/** What a hand-off must be: work on top of `start`. */
export interface Expected {
  readonly start: string;
  /** Commits of others that the work may hold by merging them: its bases. */
  readonly published?: readonly string[];
  readonly limits?: Partial<HandOffLimits>;
}

/**
 * Takes in a bundle that an agent may have made to do harm, and answers its head. No ref changes.
 *
 * @throws {MilepostError} with the reason when it is not what was expected, or holds what could do harm where it is
 * checked out.
 */
export const importHostile = async (git: Git, file: string, expected: Expected): Promise<string> => {
  const limits = { ...handOffLimits, ...expected.limits };
  const header = await readBundleHeader(file);
  const head = onlyRef(header);
  await refusePack(file, header, limits);
  await unpack(git, file, { header, limits });
  const { start, published = [] } = expected;
  await refuseBombs(git, { start, heads: [head], published }, limits);
  const work = await readWork(git, { ...expected, head }, limits.commits + 1);
  await refuseContent(git, { ...work, head }, limits);
  return head;
};

const onlyRef = ({ refs }: BundleHeader): string => {
  const [tip, ...others] = refs;
  if (tip && others.length === 0) return tip.sha;
  throw refusal(`it brings ${refs.length} refs instead of one`);
};

/** What the pack says of itself is read first, so that a bomb is never opened: gitformat-pack(5). */
const refusePack = async (
  file: string,
  { packStart }: BundleHeader,
  limits: HandOffLimits,
): Promise<void> => {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, packStart);
  if (bytesRead < 12 || buffer.toString("latin1", 0, 4) !== "PACK")
    throw refusal("its pack of objects is missing or damaged");
  const objects = buffer.readUInt32BE(8);
  if (objects > limits.objects) {
    throw refusal(`it holds ${objects} objects, at most ${limits.objects} are taken`, { hint: splitIt });
  }
  const megabytes = (await handle.stat()).size / (1024 * 1024);
  if (megabytes > limits.packMegabytes) {
    throw refusal(`it has ${Math.ceil(megabytes)} MB, at most ${limits.packMegabytes} are taken`, {
      hint: splitIt,
    });
  }
};

const splitIt = "take large and generated files out of the commits, and split the work";

/**
 * `index-pack --strict` checks each object, and that all it links to is here, before the pack becomes visible.
 * (`git fetch` from a bundle checks objects only since git 2.46.)
 */
const unpack = async (
  git: Git,
  file: string,
  { header, limits }: { header: BundleHeader; limits: HandOffLimits },
): Promise<void> => {
  const largest = limits.packMegabytes * 1024 * 1024;
  await git(["index-pack", "--stdin", "--fix-thin", "--strict", `--max-input-size=${largest}`], {
    input: { file, from: header.packStart },
    // Files over this size go through memory piece by piece.
    config: { "core.bigFileThreshold": `${limits.blobMegabytes}m` },
  }).catch((cause: unknown) => {
    const reason = fsckReasonOf(cause);
    throw refusal(`its objects are damaged, incomplete or malformed${reason === null ? "" : `: ${reason}`}`, {
      cause,
    });
  });
};

/** Reads the commits, which descend from `start`: as one right on top of it shows, or else git is asked. */
const readWork = async (git: Git, span: Span, most: number): Promise<HostileWork> => {
  const { start, head } = span;
  try {
    const work = await readEntries(git, span, most);
    if (work.parents.some((each) => each.includes(start)) || (await isAncestor(git, start, head)))
      return work;
  } catch (cause) {
    throw refusal("its head is no commit", { cause });
  }
  throw refusal(`its head ${head} does not descend from ${start}, where the work began`);
};
