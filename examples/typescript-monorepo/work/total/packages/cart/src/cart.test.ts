import { totalOf } from "./cart.js";

const total = totalOf([
  { price: 250, quantity: 2 },
  { price: 99, quantity: 1 },
]);
if (total !== "5.99") throw new Error(`the total is ${total}`);
