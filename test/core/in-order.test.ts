import fc from "fast-check";
import { inOrder } from "../../src/core/in-order.ts";
import { compareOrder, orderPattern } from "../../src/core/plan/order.ts";

test("items are sorted as their keys compare", () => {
  const keys = fc.stringMatching(new RegExp(`^${orderPattern}$`));
  fc.assert(
    fc.property(fc.array(keys), (orders) => {
      expect(inOrder(orders, (order) => order)).toEqual([...orders].sort(compareOrder));
    }),
  );
});
