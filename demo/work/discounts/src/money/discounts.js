/** A total in whole cents less a percentage from 0 to 100, rounded in the customer's favour. */
export const discounted = (cents, percent) => {
  if (percent < 0 || percent > 100) throw new RangeError(`${percent} is no percentage`);
  return Math.floor((cents * (100 - percent)) / 100);
};
