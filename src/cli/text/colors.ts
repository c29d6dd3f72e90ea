import pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

interface MaybeTerminal {
  readonly isTTY?: boolean;
}

/** Colours for what goes to a stream: none unless it is a terminal that has them, as NO_COLOR and FORCE_COLOR say. */
export const colorsFor = (stream: MaybeTerminal): Colors => pc.createColors(wantsColors(stream));

const wantsColors = ({ isTTY }: MaybeTerminal): boolean => {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTTY === true && process.env.TERM !== "dumb";
};

export const noColors: Colors = pc.createColors(false);
