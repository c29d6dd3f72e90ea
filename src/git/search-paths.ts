import { isAbsolute } from "node:path";

type Variables = Readonly<Record<string, string>>;

/** Lists of folders in which the system looks for programs, and for what they load. */
const searchPath = /^(PATH|LD_LIBRARY_PATH|DYLD_(FALLBACK_)?(LIBRARY|FRAMEWORK)_PATH)$/;

/**
 * Variables whose search paths name the same folders wherever a program starts.
 *
 * A relative folder, and an empty entry as in `PATH=:/bin`, is one of where the program stands: there agents write, and
 * what they put there would run in the place of git, or of what makes the sandbox.
 */
export const withFixedSearchPaths = (variables: Variables): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => {
      const fixed = searchPath.test(name) ? fixedIn(value) : value;
      return fixed === "" && fixed !== value ? [] : [[name, fixed]];
    }),
  );

const fixedIn = (list: string): string => list.split(":").filter(isAbsolute).join(":");
