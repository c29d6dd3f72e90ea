import fc from "fast-check";
import { inOrder } from "../../src/core/in-order.ts";
import { compareOrder } from "../../src/core/plan/order.ts";

test("items are sorted as their keys compare", () => {
  const keys = fc.stringMatching(/^[0-9]{2,6}[a-z]{1,3}(?:\.[1-9][0-9]{0,2})?$/);
  fc.assert(
    fc.property(fc.array(keys), (orders) => {
      expect(inOrder(orders, (order) => order)).toEqual([...orders].sort(compareOrder));
    }),
  );
});
