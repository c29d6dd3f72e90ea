import { readFileSync } from "node:fs";
import { type Prices, type PriceTable, pricesOf, priceTableSchema } from "../core/cost/prices.ts";
import type { Plan } from "../core/plan/plan.ts";
import { shipped } from "./shipped.ts";

/** What a plan's runs are priced by: its own prices, then those of the package. */
export const pricesFor = ({ prices }: Pick<Plan, "prices">): Prices => pricesOf(prices, priceTable());

/** The package's list prices, read once. */
export const priceTable = (): PriceTable => {
  read ??= priceTableSchema.parse(JSON.parse(readFileSync(shipped("prices/models.json"), "utf8")));
  return read;
};
let read: PriceTable | undefined;
