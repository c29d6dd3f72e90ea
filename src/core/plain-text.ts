/**
 * A text without control characters, but tabs and ends of lines, and without halves of characters: no forge keeps a NUL
 * or a lone surrogate (Unicode, section 3.8) as it was sent, so what was written would never be what is read.
 */
export const plainText = (text: string): string => text.replace(/\p{Cs}|[^\P{Cc}\t\n\r]/gu, "");
