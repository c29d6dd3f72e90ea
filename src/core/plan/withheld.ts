/** Whether a variable opens the forge or signs commits: no program gets it, whatever a plan says. */
export const isWithheld = (name: string): boolean =>
  /^(?:(?:GH|GITHUB)_.*TOKEN|MILEPOST_.*TOKEN|ACTIONS_.*TOKEN|MILEPOST_(?:GPG|SSH)_(?:KEY|PASSPHRASE))$/i.test(
    name,
  );
