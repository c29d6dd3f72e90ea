import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where tools look for what they run: a variable, and for some of them a folder of the user's home without it. */
const places: Readonly<Record<string, string | null>> = {
  ASDF_DATA_DIR: ".asdf",
  ELAN_HOME: ".elan",
  NODENV_ROOT: ".nodenv",
  PYENV_ROOT: ".pyenv",
  RBENV_ROOT: ".rbenv",
  RUSTUP_HOME: ".rustup",
  VOLTA_HOME: ".volta",
  ...{ ANDROID_HOME: null, CONDA_PREFIX: null, DOTNET_ROOT: null, GOROOT: null, JAVA_HOME: null },
};

/** The variables by which toolchains that are installed for the user are found from another home. */
export const toolchainVariables = (from: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(places).flatMap(([name, folder]) => {
      const place = from[name] ?? (folder && from.HOME ? join(from.HOME, folder) : undefined);
      return place !== undefined && existsSync(place) ? [[name, place]] : [];
    }),
  );
