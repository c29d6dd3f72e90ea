import type { FC } from "hono/jsx";

type ShownLabel = string | { readonly name?: string | undefined; readonly color?: string | null | undefined };

/** A label; its colour is the nearest of those that the style has, since no style may stand in a page. */
export const Label: FC<{ label: ShownLabel; href?: string }> = ({ label, href }) => {
  const { name = "", color = null } = typeof label === "string" ? { name: label } : label;
  const looks = { class: `label hue-${hueOf(color ?? "")}` };
  return href === undefined ? (
    <span {...looks}>{name}</span>
  ) : (
    <a {...looks} href={href}>
      {name}
    </a>
  );
};

/** One of twelve hues of six hexadecimal digits; `none` for what is grey. */
const hueOf = (color: string): string => {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map(
    (at) => Number.parseInt(color.slice(at, at + 2), 16) || 0,
  );
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range < 24) return "none";
  const sixth =
    most === red
      ? (green - blue) / range
      : most === green
        ? 2 + (blue - red) / range
        : 4 + (red - green) / range;
  return String((Math.round(sixth * 2) + 12) % 12);
};
