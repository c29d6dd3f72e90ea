import { createHash } from "node:crypto";
import type { GitObject } from "./object-reader.ts";

/** The name of an object: the SHA-1 of its header and content (gitrepository-layout(5)). */
const objectName = ({ type, content }: Omit<GitObject, "sha">): string =>
  createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex");

/** Whether an object is the one that its name stands for: git looks only for some of those that it reads. */
export const isNamedSo = (object: GitObject): boolean => objectName(object) === object.sha;
