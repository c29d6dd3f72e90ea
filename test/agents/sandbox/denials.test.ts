import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Denials } from "../../../src/agents/sandbox/denials.ts";
import { disk } from "../../folders.ts";

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

test.each([
  ["a file that is there", "deny openat {tree}/there", ["write {top}/there"]],
  ["a file that is not", "deny openat {tree}/new", ["write {top}/new"]],
  ["a folder", "deny mkdirat {tree}/out/a", ["write {top}/out/a"]],
  ["its own folder", "deny openat {tree}/in/a", []],
  ["nothing, itself removed", "deny unlinkat {tree}/there", []],
])("a write by a link that leads to %s is told by where it leads", (_, line, told) => {
  const top = realpathSync(mkdtempSync(join(disk, "milepost-links-")));
  const tree = join(top, "tree");
  const at = (text: string) => text.replace("{tree}", tree).replace("{top}", top);
  try {
    for (const folder of ["tree/own", "out"]) mkdirSync(join(top, folder), { recursive: true });
    writeFileSync(join(top, "there"), "");
    for (const name of ["there", "new", "out"]) symlinkSync(join("..", name), join(tree, name));
    symlinkSync("own", join(tree, "in"));
    const denials = new Denials({ writable: [tree], readOnly: [] });
    denials.add(at(line));
    expect(denials.told).toEqual(told.map(at));
  } finally {
    rmSync(top, { recursive: true });
  }
});
