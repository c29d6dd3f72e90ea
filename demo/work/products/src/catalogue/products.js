/** Everything that the shop sells: name, shelf, and price in whole cents. */
export const products = [
  ["Apples", "fruit", 299],
  ["Bananas", "fruit", 189],
  ["Bread", "bakery", 340],
  ["Butter", "dairy", 279],
  ["Cheese", "dairy", 499],
  ["Coffee", "drinks", 799],
  ["Honey", "pantry", 549],
  ["Milk", "dairy", 129],
  ["Noodles", "pantry", 159],
  ["Pears", "fruit", 319],
  ["Rolls", "bakery", 60],
  ["Tea", "drinks", 389],
].map(([name, shelf, cents]) => ({ name, shelf, cents }));

/** The product of that name; `undefined` when there is none. */
export const productNamed = (name) => products.find((product) => product.name === name);
