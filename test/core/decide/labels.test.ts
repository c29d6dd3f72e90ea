import { labels } from "../../../src/core/decide/labels.ts";

test("each state has a label of its own colour beside the one that marks everything", () => {
  expect(labels.map(({ name, color }) => `${name} ${color}`)).toEqual([
    "milepost 5319e7",
    "milepost:pending cfd3d7",
    "milepost:ready c5def5",
    "milepost:working 1d76db",
    "milepost:review fbca04",
    "milepost:changes e99695",
    "milepost:approved 0e8a16",
    "milepost:blocked b60205",
  ]);
});
