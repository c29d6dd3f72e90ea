let known: Record<string, string> | null = null;

/**
 * The environment of the forge's git processes: none of the caller's repository or configuration. Read once, since
 * asking the system for each variable takes its time.
 */
export const gitEnvironment = (): Record<string, string> => {
  known ??= {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
    ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" },
  };
  return known;
};
