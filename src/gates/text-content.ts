/** Counts which characters of a file a person or a program reads as text, as it streams by. */
export class TextWeight {
  #text = 0;
  #other = 0;
  #start = "";

  push(text: string): void {
    if (this.#start.length < 3) this.#start += text.slice(0, 3);
    this.#other += text.match(unreadable)?.length ?? 0;
    // A NUL is passed over by what reads text, and is every other byte of UTF-16.
    this.#text += text.length - (text.match(nul)?.length ?? 0);
  }

  /** Whether it is text, whatever NULs it holds: a script by its first letters, or nine of ten are letters. */
  get isText(): boolean {
    if (this.#text === 0) return false;
    return this.#start.startsWith("#!/") || this.#other * 10 <= this.#text;
  }
}

const nul = /\0/g;

/** Controls that no text has, and what is no UTF-8. */
const unreadable = /(?![\s\0])[\p{Cc}\ufffd]/gu;

/** Whether lines of a file are text, whatever NULs they hold. */
export const isTextual = (lines: Iterable<string>): boolean => {
  const weight = new TextWeight();
  for (const line of lines) weight.push(line);
  return weight.isText;
};

/** Whether a file is of a known binary format, by its first bytes. */
export const isKnownBinary = (start: Uint8Array): boolean => {
  const text = String.fromCharCode(...start.subarray(0, 32));
  return magic.some((begins) => text.startsWith(begins)) || text.slice(4, 8) === "ftyp";
};

/** How common formats of pictures, fonts, sounds, archives, programs and databases begin. */
const magic: readonly string[] = [
  ..."\x89PNG|\xff\xd8\xff|GIF8|RIFF|BM|\0\0\x01\0|\0\0\x02\0|II*\0|MM\0*|8BPS|qoif|\xff\x0a|\0\0\0\x0cJXL|DDS ".split(
    "|",
  ),
  ..."PK\x03\x04|PK\x05\x06|\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|xar!|!<arch>".split(
    "|",
  ),
  ..."wOFF|wOF2|\0\x01\0\0|OTTO|true|ttcf|ID3|\xff\xfb|\xff\xf3|OggS|fLaC|MThd|\x1aE\xdf\xa3|FLV|%PDF|glTF".split(
    "|",
  ),
  ..."\x7fELF|MZ|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\xce\xfa\xed\xfe|\0asm|SQLite format 3|\xd0\xcf\x11\xe0|bplist".split(
    "|",
  ),
  ..."\x93NUMPY|\x89HDF|PAR1|ARROW1|GGUF|\x80\x02|\x80\x03|\x80\x04|\x80\x05|#!/usr/bin/env bun\nb|\xde\x12\x04\x95".split(
    "|",
  ),
];
