import { count } from "../count.ts";
import { type CostStep, costSteps, type Spent, type SpentPart } from "./ledger.ts";

/** In words, such as `$1.20, 31k tokens, 12 min`; runs that told no dollars are said, and what they are counted at. */
export const spentText = (spent: Spent): string => {
  const { runs, milliseconds, inputTokens, outputTokens, usd, untold } = spent;
  if (runs === 0) return "nothing yet";
  const tokens = inputTokens + outputTokens;
  const parts = [
    ...(untold < runs || usd > 0 ? [dollars(usd)] : []),
    ...(tokens > 0 ? [tokensText(tokens)] : []),
    minutes(milliseconds),
    ...untoldText(spent),
  ];
  return parts.join(", ");
};

const untoldText = ({ runs, untold, assumedUsd }: Spent): string[] => {
  if (untold === 0) return [];
  const counted = assumedUsd > 0 ? `, counted at ${dollars(assumedUsd)}` : "";
  if (untold === runs) return counted === "" ? [] : [`no cost told${counted}`];
  return [`${untold} of ${runs} runs told no cost${counted}`];
};

/** What went where, such as `implement $1.00, review $0.20; $0.50 of it for 1 run that came to nothing`; empty when nothing is known. */
export const stepsText = ({ steps, wasted }: Pick<Spent, "steps" | "wasted">): string => {
  const parts = costSteps.flatMap((step) => partText(step, steps[step]));
  const lost = wasted
    ? `${partAmount(wasted)} of it for ${count(wasted.runs, "run")} that came to nothing`
    : "";
  return [parts.join(", "), lost].filter((part) => part !== "").join("; ");
};

/** What something took, as short as may be: dollars where some are known, else the time; empty for nothing. */
export const briefly = ({ runs, untold, usd, milliseconds }: Spent): string => {
  if (runs === 0) return "";
  return untold < runs || usd > 0 ? dollars(usd) : minutes(milliseconds);
};

const partText = (step: CostStep, part: SpentPart | undefined): string[] =>
  part ? [`${step} ${partAmount(part)}`] : [];

const partAmount = ({ usd, tokens, milliseconds }: SpentPart): string => {
  if (usd > 0) return dollars(usd);
  return tokens > 0 ? tokensText(tokens) : minutes(milliseconds);
};

const tokensText = (tokens: number): string =>
  `${tokens < 1000 ? tokens : `${Math.round(tokens / 1000)}k`} tokens`;

/** Dollars in words; less than a cent is not nothing. */
export const dollars = (usd: number): string =>
  usd > 0 && usd < 0.005 ? "under $0.01" : `$${usd.toFixed(2)}`;

/** A time in words, such as `12 min`. */
export const minutes = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${Math.ceil(milliseconds / 1000)} s` : `${Math.round(milliseconds / 60_000)} min`;
