import { execFileSync } from "node:child_process";
import { emitKeypressEvents } from "node:readline";
import type { ReadStream } from "node:tty";

/** Keys as somebody presses them, until it is disposed of. */
export type Keyboard = Disposable;

interface Pressed {
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
  readonly sequence?: string;
}

/** What is heard, and what a terminal does no more once each key is read as it is pressed. */
interface KeyboardHearer {
  readonly press: (key: string) => void;
  /** Ctrl-C. */
  readonly interrupt: () => void;
  /** Somebody brought the run back to the front. */
  readonly again: () => void;
}

/** Opens the keyboard that somebody sits at; `null` where nobody does. */
export type OpenKeyboard = (hearer: KeyboardHearer) => Keyboard | null;

/** Reads keys as they are pressed; `null` where nobody is at a keyboard, or its keys are for another program. */
export const openKeyboard = (
  input: ReadStream,
  { press, interrupt, again }: KeyboardHearer,
): Keyboard | null => {
  if (!input.isTTY || !isInFront()) return null;
  const hear = (text: string | undefined, { name, ctrl = false }: Pressed): void => {
    if (ctrl && name === "c") interrupt();
    else if (ctrl && name === "z") suspend();
    else if (!ctrl)
      press(name === "return" ? "enter" : (text ?? name ?? "").length === 1 ? `${text}` : `${name}`);
  };
  const listen = (): void => {
    input.setRawMode(true);
    input.resume();
  };
  const rest = (): void => {
    input.setRawMode(false);
    input.pause();
  };
  const wake = (): void => {
    if (!isInFront()) return;
    listen();
    again();
  };
  const suspend = (): void => {
    rest();
    process.kill(process.pid, "SIGTSTP");
  };
  emitKeypressEvents(input);
  input.on("keypress", hear);
  process.on("SIGCONT", wake);
  process.on("exit", rest);
  listen();
  return {
    [Symbol.dispose]: () => {
      input.off("keypress", hear);
      process.off("SIGCONT", wake);
      process.off("exit", rest);
      rest();
    },
  };
};

/** Whether the terminal is this program's: one that runs behind the shell would be stopped for reading from it. */
const isInFront = (): boolean => {
  try {
    const asked = ["-o", "pgid=,tpgid=", "-p", String(process.pid)];
    const [own, front] = execFileSync("ps", asked, { encoding: "utf8" }).trim().split(/\s+/);
    return own === front;
  } catch {
    return false;
  }
};
