import { z } from "zod";

/**
 * An object of a record: keys that this version does not know are kept and written back, since a newer one of the same
 * version wrote them. Its type knows nothing of them, so that a misspelt key is still an error.
 */
export const openObject = <Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape> =>
  z.looseObject(shape);
