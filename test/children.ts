import { execa } from "execa";

/** A process that another one started. */
export interface Child {
  readonly pid: number;
  /** The number of its group; its own when it leads one. */
  readonly group: number;
  readonly command: string;
}

/** The children of a process whose command line holds these words. */
export const childrenOf = async (parent: number, words: string): Promise<Child[]> => {
  const { stdout } = await execa("ps", ["-axww", "-o", "pid=,ppid=,pgid=,command="]);
  return stdout.split("\n").flatMap((line) => {
    const [, pid, ppid, group, command = ""] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    const isOne = Number(ppid) === parent && command.includes(words) && !command.includes("<defunct>");
    return isOne ? [{ pid: Number(pid), group: Number(group), command }] : [];
  });
};

/** Whether there is such a process still; a zombie is none. */
export const isAlive = async (pid: number): Promise<boolean> => {
  const { stdout } = await execa("ps", ["-o", "stat=", "-p", String(pid)], { reject: false });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
};
