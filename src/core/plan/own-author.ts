/** Who makes and signs off commits where nobody else is named. */
export const ownAuthor = { name: "Milepost", email: "milepost@example.com" };

/** Whether it is an App's address, which no plan can name: it is no address for mail. */
export const isAppsAddress = (email: string): boolean => email.includes("[bot]@");
