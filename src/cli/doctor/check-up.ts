/** One thing that doctor looked at, with what a person should do about it. */
export interface CheckUp {
  /** What was looked at, such as `git` or `token`. */
  readonly name: string;
  readonly level: "ok" | "warning" | "problem";
  readonly message: string;
  /** The next step; `null` when there is nothing to do. */
  readonly fix: string | null;
}

export const ok = (name: string, message: string): CheckUp => ({ name, level: "ok", message, fix: null });

export const warning = (name: string, message: string, fix: string): CheckUp => ({
  name,
  level: "warning",
  message,
  fix,
});

export const problem = (name: string, message: string, fix: string): CheckUp => ({
  name,
  level: "problem",
  message,
  fix,
});
