/** Of a publisher whose heads are no merges: no approval holds for another one. */
export const nothingCarried = {
  contains: async () => false,
  cleanMerge: async () => null,
  isSameChange: async () => false,
};
