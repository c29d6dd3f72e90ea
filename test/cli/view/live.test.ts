import type { RunActions } from "../../../src/cli/view/actions.ts";
import type { OpenKeyboard } from "../../../src/cli/view/keyboard.ts";
import { liveView } from "../../../src/cli/view/live.ts";
import { newScreen } from "./screen.ts";
import { settled, start, step } from "./story.ts";

const bodies = { cart: ["add"], till: ["pay"] };

/** A run on a terminal, with somebody at its keys. */
const watched = () => {
  const screen = newScreen(60, 24);
  const said: string[] = [];
  const actions: RunActions = {
    log: async (todo, told) => told([`what ${todo} printed`]),
    diff: async (todo) => [`+what ${todo} adds`],
    open: (todo) => `the page of ${todo} opens`,
    say: async (command, todo) => {
      said.push(`${command} ${todo}`);
      return {
        isObeyed: true,
        text: `${command} is obeyed, whatever that takes, in words that need more than one row`,
      };
    },
    stop: () => said.push("stop"),
  };
  let press: (key: string) => void = () => undefined;
  const keyboard: OpenKeyboard = (hearer) => {
    press = hearer.press;
    return { [Symbol.dispose]: () => undefined };
  };
  const view = liveView(screen.terminal, keyboard);
  view.show(start(bodies));
  view.hear(actions);
  const key = async (name: string): Promise<string[]> => {
    press(name);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return screen.rows();
  };
  const rows = () => screen.rows().filter((row) => row !== "");
  return { view, key, said, rows, [Symbol.dispose]: () => view[Symbol.dispose]() };
};

test("lines that come and go leave none of themselves behind, and take none away", async () => {
  using run = watched();
  run.view.show(step("cart", "add", "agent"));
  await run.key("?");
  run.view.show({ type: "held", until: null, accounts: ["claude"], words: ["claude is held"] });
  await run.key("?");
  run.view.show({ type: "held", until: null, accounts: [], words: [] });
  run.view.show(settled("cart", "add", "approved"));
  await run.key("j");
  expect(run.rows().map((row) => row.replace(/\d:\d\d/g, "0:00"))).toEqual([
    " ○ claude is held",
    " ✓ 01a add: approved",
    " Open a shop",
    " ✓ The cart    1/1  done",
    "›○ The till    0/1  waiting",
    expect.stringMatching(/0 of 2 todos {3}0 of 2 lanes {3}0:00$/),
  ]);
});

test("a window shows a log or a diff; what happens meanwhile is there when it is closed, once", async () => {
  using run = watched();
  expect(await run.key("enter")).toEqual(expect.arrayContaining([" The log of add", "what add printed"]));
  run.view.show(settled("cart", "add", "approved"));
  expect(run.rows()).not.toContain(" ✓ 01a add: approved");
  await run.key("q");
  expect(run.rows().filter((row) => row.includes("approved"))).toEqual([" ✓ 01a add: approved"]);
  expect(await run.key("d")).toEqual(expect.arrayContaining([" What add changes", "+what add adds"]));
  run.view.stopping();
  expect(run.rows()).toEqual(expect.arrayContaining([expect.stringMatching(/^ ! stopping: work is kept/)]));
});

test("what keys say is told above, in as many rows as it needs; q asks once to stop", async () => {
  using run = watched();
  await run.key("p");
  await run.key("p");
  await run.key("r");
  await run.key("o");
  await run.key("q");
  run.view.stopping();
  await run.key("q");
  expect(run.said).toEqual(["pause null", "resume null", "retry add", "stop"]);
  expect(run.rows()).toEqual(
    expect.arrayContaining([
      " · pause is obeyed, whatever that takes, in words that",
      "   need more than one row",
      " · the page of add opens",
    ]),
  );
});
