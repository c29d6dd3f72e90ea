/** What may follow a command's name on its line. */
export type Argument =
  | { readonly kind: "none" }
  /** Any text; `name` is what help calls it. */
  | { readonly kind: "text"; readonly name: string }
  | { readonly kind: "word"; readonly name: string }
  /** Any number of words, none included. */
  | { readonly kind: "words"; readonly name: string }
  | { readonly kind: "number"; readonly name: string; readonly least: number; readonly most: number };

type ReadArgument =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: string };

/** Reads what follows a command's name, trimmed. */
export const readArgument = (argument: Argument, text: string): ReadArgument => {
  switch (argument.kind) {
    case "none":
      return text === "" ? { ok: true, value: "" } : wrong("it takes nothing after its name");
    case "text":
      return text === "" ? missing(argument.name) : { ok: true, value: text };
    case "words":
      return { ok: true, value: text.split(" ").map(bare).join(" ") };
    case "word":
      if (text === "") return missing(argument.name);
      return /\s/.test(text)
        ? wrong(`it takes one \`<${argument.name}>\`, not several`)
        : { ok: true, value: bare(text) };
    case "number": {
      if (text === "") return missing(argument.name);
      const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
      return value >= argument.least && value <= argument.most
        ? { ok: true, value: String(value) }
        : wrong(`\`<${argument.name}>\` is a whole number from ${argument.least} to ${argument.most}`);
    }
    default:
      return argument satisfies never;
  }
};

/** How help writes it. */
export const argumentText = (argument: Argument): string => {
  switch (argument.kind) {
    case "none":
      return "";
    case "words":
      return ` [<${argument.name}>…]`;
    case "text":
    case "word":
    case "number":
      return ` <${argument.name}>`;
    default:
      return argument satisfies never;
  }
};

const wrong = (problem: string): ReadArgument => ({ ok: false, problem });
const missing = (name: string): ReadArgument => wrong(`\`<${name}>\` is missing after its name`);

/** People write names as code. */
const bare = (word: string): string => word.replace(/^`+|`+$/g, "");
