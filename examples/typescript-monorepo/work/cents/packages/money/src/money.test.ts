import { show } from "./money.js";

for (const [cents, shown] of [
  [1250, "12.50"],
  [5, "0.05"],
  [-199, "-1.99"],
] as const)
  if (show(cents) !== shown) throw new Error(`${cents} is shown as ${show(cents)}`);
