import { mapTexts } from "../core/map-texts.ts";

/**
 * The same function, whose answers show no secret that is known by its form: what programs say is published, and they
 * may have read what nobody gave them. The scanner is loaded when it is first needed.
 */
export const withoutSecrets =
  <Args extends readonly unknown[], Answer>(ask: (...args: Args) => Promise<Answer>) =>
  async (...args: Args): Promise<Answer> => {
    const answer = await ask(...args);
    const { secretsIn } = await import("./scan.ts");
    const secrets = await secretsIn(textsOf(answer).join("\n"));
    const hide = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
    return secrets.length === 0 ? answer : mapTexts(answer, hide);
  };

const textsOf = (value: unknown): string[] => {
  const texts: string[] = [];
  mapTexts(value, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
};
