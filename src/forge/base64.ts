/** Base 64 in lines of 60 characters, as GitHub sends it. */
export const base64Lines = (content: Buffer): string =>
  content.toString("base64").replace(/.{1,60}/g, "$&\n");
