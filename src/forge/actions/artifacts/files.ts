import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The archives of artifacts, a file each; what is uploaded in blocks is put together at the end. */
export interface ArtifactFiles {
  readonly putBlock: (artifactId: number, block: string, content: Uint8Array) => Promise<void>;
  readonly putBlocks: (artifactId: number, blocks: readonly string[]) => Promise<void>;
  readonly put: (artifactId: number, content: Uint8Array) => Promise<void>;
  readonly read: (artifactId: number) => Promise<Uint8Array<ArrayBuffer>>;
  /** The size in bytes and `sha256:…` of an archive. */
  readonly measure: (artifactId: number) => Promise<{ size: number; digest: string }>;
  readonly remove: (artifactId: number) => Promise<void>;
}

export const keepArtifacts = (folder: string): ArtifactFiles => {
  const fileOf = (id: number) => join(folder, `${id}.zip`);
  const blocksOf = (id: number) => join(folder, `${id}.blocks`);
  const blockOf = (id: number, block: string) =>
    join(blocksOf(id), createHash("sha256").update(block).digest("hex"));
  const read = async (id: number) => new Uint8Array(await readFile(fileOf(id)));
  return {
    putBlock: async (id, block, content) => {
      await mkdir(blocksOf(id), { recursive: true });
      await writeFile(blockOf(id, block), content);
    },
    putBlocks: async (id, blocks) => {
      await mkdir(folder, { recursive: true });
      await writeFile(fileOf(id), "");
      for (const block of blocks) await appendFile(fileOf(id), await readFile(blockOf(id, block)));
      await rm(blocksOf(id), { recursive: true, force: true });
    },
    put: async (id, content) => {
      await mkdir(folder, { recursive: true });
      await writeFile(fileOf(id), content);
    },
    read,
    measure: async (id) => {
      const content = await read(id);
      return { size: content.length, digest: `sha256:${createHash("sha256").update(content).digest("hex")}` };
    },
    remove: async (id) => {
      await rm(fileOf(id), { force: true });
      await rm(blocksOf(id), { recursive: true, force: true });
    },
  };
};
