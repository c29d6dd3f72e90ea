import type { FC } from "hono/jsx";

/** One line with code between backticks, as messages have it. */
export const InlineCode: FC<{ text: string }> = ({ text }) => (
  <>{text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part))}</>
);
