import { z } from "zod";
import { timestamp } from "./clock.ts";

/** A time of a query, brought to the form in which times are stored, so that texts compare as times do. */
export const since = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), "an ISO 8601 time")
  .transform((text) => timestamp(new Date(text)));
