import { MilepostError } from "../core/error.ts";
import type { Person } from "../gates/commit.ts";

/**
 * A name and an address as git writes them into a commit: without angle brackets and line breaks, and without
 * blanks, quotes and the punctuation `.,:;\` at their ends (git's ident.c).
 *
 * A sign-off of "Acme Inc." would otherwise not be that of the author, whom git writes as "Acme Inc".
 *
 * @throws {MilepostError} when nothing is left of one of them.
 */
export const asGitWrites = ({ name, email }: Person): Person => {
  const person = { name: clean(name), email: clean(email) };
  if (person.name !== "" && person.email !== "") return person;
  throw new MilepostError(`git takes no author ${JSON.stringify(`${name} <${email}>`)}`, {
    hint: "give `author` a name and an e-mail address with letters in them",
  });
};

const clean = (text: string): string =>
  text.replace(/^[\0-\x20.,:;<>"\\']+|[\0-\x20.,:;<>"\\']+$/g, "").replace(/[<>\n]/g, "");
