import { MilepostError } from "../../../core/error.ts";
import { fullNameOf } from "../../repositories/table.ts";
import type { Running } from "./run.ts";

/**
 * The text of a workflow's file that a job calls: one of the same commit, or of another ref of the repository.
 * @throws MilepostError when it is not there.
 */
export const readWorkflowFile = async ({ git, run, repository }: Running, uses: string): Promise<string> => {
  const [, path = "", ref] = /^\.\/([^@]+)$/.exec(uses) ?? remoteOf(uses, fullNameOf(repository));
  const commit = ref === undefined ? run.sha : await git.resolveCommit(ref);
  const object = path === "" || commit === null ? null : await git.readObject(`${commit}:${path}`);
  if (object?.type === "blob") return object.content.toString();
  throw new MilepostError(`there is no workflow ${uses}`, {
    hint: "the local forge calls workflows of the same repository: ./.github/workflows/<file>",
  });
};

const remoteOf = (uses: string, fullName: string): readonly string[] => {
  const match = /^([^/]+\/[^/]+)\/(\.github\/workflows\/[^@]+)@(.+)$/.exec(uses);
  const [, repository = "", path = "", ref = ""] = match ?? [];
  return repository.toLowerCase() === fullName.toLowerCase() ? ["", path, ref] : [];
};
