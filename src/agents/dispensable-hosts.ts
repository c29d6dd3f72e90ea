/** Hosts of vendors' telemetry, which programs ask and work without (their documentation of telemetry and data use). */
const telemetry =
  /^reach (?:[\w-]+\.)*(?:statsig\.com|statsigapi\.net|statsig\.anthropic\.com|sentry\.io|datadoghq\.com|posthog\.com|segment\.io|mixpanel\.com|amplitude\.com|play\.googleapis\.com|ab\.chatgpt\.com|copilot-telemetry\.githubusercontent\.com)(?::\d+)?$/;

/** What a program was denied without which it may have failed. */
export const missed = (denied: readonly string[]): string[] => denied.filter((one) => !telemetry.test(one));
