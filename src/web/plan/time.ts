/** A time as people of all places read it, such as `30 Nov 21:04 UTC`. */
export const clockText = (milliseconds: number): string => {
  const time = new Date(milliseconds);
  const month = months[time.getUTCMonth()] ?? "";
  return `${time.getUTCDate()} ${month} ${time.toISOString().slice(11, 16)} UTC`;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** How long something took, such as `12 min` or `3 h 20 min`. */
export const spanText = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
