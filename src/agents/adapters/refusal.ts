/** What a program said on standard error before anything that it starts could write there, too. */
interface RefusalHeard {
  readonly line: (text: string) => void;
  /** Something runs now that may write there: nothing that was said explains how the program ends. */
  readonly over: () => void;
  /** Its last words; none where something ran. */
  readonly words: () => string;
}

/** Lines that are kept: the last ones say why. */
const maxLines = 5;

/** Hears why a program refuses to begin, which some say nowhere else. */
export const hearRefusal = (): RefusalHeard => {
  let lines: readonly string[] = [];
  let isOver = false;
  return {
    line: (text) => {
      if (text.trim() !== "" && !noise.test(text)) lines = [...lines, text.trim()].slice(-maxLines);
    },
    over: () => {
      isOver = true;
    },
    words: () => (isOver ? "" : lines.join("\n")),
  };
};

/** What programs say at every start. */
const noise =
  /^(?:WARNING: proceeding|YOLO mode is enabled|Loaded cached credentials)|^\d{4}-\S+ (?: ?WARN|INFO) /;
