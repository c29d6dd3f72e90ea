/** What stands over the door. */
export const name = "Corner shop";

/** Whether the shop is open at an hour of the day, 0 to 23. */
export const isOpen = (hour) => hour >= 8 && hour < 20;
