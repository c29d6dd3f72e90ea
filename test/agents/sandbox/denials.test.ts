import { Denials } from "../../../src/agents/sandbox/denials.ts";

const object = "/hub.git/objects/45/b983be36b73c0788dc9cbcb76cbb80fc7bb057";
const pack = `/hub.git/objects/pack/pack-${"a".repeat(40)}.pack`;

test.each([
  ["the time of an object that it borrows", `deny utimensat ${object}`, []],
  ["the time of a pack that it borrows", `deny utimensat ${pack}`, []],
  ["a note of what git has read", "deny openat /repo/.git/index.lock", []],
  ["its own files", "deny openat /tree/a", []],
  ["a folder on its way", "deny mkdir /deep", []],
  ["a folder beside its way", "deny mkdir /deeper", ["write /deeper"]],
  ["an object that it borrows", `deny openat ${object}`, [`write ${object}`]],
  ["the end of an object", `deny unlinkat ${object}`, [`write ${object}`]],
  ["the time of another file", "deny utimensat /repo/README.md", ["write /repo/README.md"]],
  ["a file named like an object", "deny utimensat /repo/objects/ab/cdef", ["write /repo/objects/ab/cdef"]],
  ["a host", "deny network-outbound example.com:443 (tcp)", ["reach example.com:443"]],
])("of attempts to write, %s is told only where it is one", (_, line, told) => {
  const denials = new Denials({ writable: ["/tree", "/deep/home"], readOnly: [] });
  denials.add(line);
  expect(denials.told).toEqual(told);
});
