import { z } from "zod";

/** Findings of the secrets gate that people may let pass for one todo. */
export const maxFindings = 50;

/** Findings of the secrets gate by the names that it gives them. */
export const findingIds = z
  .array(z.string().regex(/^[0-9a-f]{10}$/))
  .max(maxFindings)
  .default([]);
