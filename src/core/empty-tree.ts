/**
 * The tree that holds no file: git and every forge know it without having it. What only says something is committed with
 * it, for with files in it their workflows would be changes that no job's token may bring.
 */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** All that such a commit holds where a forge takes no empty tree. */
export const onlyFile = { path: "README", content: "What is said here is the message of this commit.\n" };
