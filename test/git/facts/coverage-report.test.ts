import { mkdir, rm, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { ReportState } from "../../../src/gates/coverage/state.ts";
import { readCoverage } from "../../../src/git/facts/coverage-report.ts";
import { gitAt } from "../../../src/git/git.ts";
import { type Scene, scene, write } from "../scene.ts";

const lcov = "SF:src/a.js\nDA:1,1\nDA:2,0\nend_of_record\n";

/** What the report at `path` of the scene's repository is read as, when verify began at `since`. */
const read = ({ repo, main }: Scene, path: string | string[], since: number): Promise<ReportState> =>
  readCoverage(gitAt(join(repo, ".git")), { root: repo, paths: [path].flat(), head: main, since });

const filesIn = (state: ReportState): readonly string[] | string =>
  state.kind === "read" ? [...state.report.files.keys()] : state.reason;

test.each([
  ["LCOV", "src/a.js", "out/lcov.info", lcov],
  ["a Go profile", "go/a.go", "cover.out", "mode: set\nexample.com/x/a.go:1.1,1.9 1 1\n"],
])("%s that the verify commands wrote is read, by the paths and modules of the head", async (_, ...given) => {
  const [source, path, text] = given;
  const since = Date.now();
  await using place = await scene({ [source]: "one\ntwo\n", "go/go.mod": "module example.com/x\n" });
  await write(place.repo, { [path]: text });
  expect(filesIn(await read(place, path, since))).toEqual([source]);
});

test("several reports are one, and one that is missing leaves all unread", async () => {
  await using place = await scene({ "src/a.js": "one\ntwo\n", "b/b.js": "one\n" });
  await write(place.repo, { "one.info": lcov, "two.info": "SF:b/b.js\nDA:1,1\nend_of_record\n" });
  expect(filesIn(await read(place, ["one.info", "two.info"], 0))).toEqual(["src/a.js", "b/b.js"]);
  expect(filesIn(await read(place, ["one.info", "no.info"], 0))).toBe("there is no report at no.info");
});

const link = async ({ dir, repo }: Scene): Promise<void> => {
  await write(dir, { "outside/lcov.info": lcov });
  await symlink("../outside/lcov.info", join(repo, "lcov.info"));
};

const faults: [string, (at: Scene) => Promise<void>, string, RegExp][] = [
  ["that is not there", async () => undefined, "missing", /there is no report at lcov.info/],
  [
    "of no known format",
    ({ repo }) => write(repo, { "lcov.info": "hello" }),
    "unreadable",
    /broken|LCOV|line/,
  ],
  ["that is a folder", ({ repo }) => mkdir(join(repo, "lcov.info")), "unreadable", /no plain file/],
  ["that is a link out of the worktree", link, "unreadable", /leads out of the worktree/],
];

test.each(faults)("a report %s is judged by its reason", async (_, prepare, kind, reason) => {
  const since = Date.now();
  await using place = await scene();
  await prepare(place);
  expect(await read(place, "lcov.info", since)).toMatchObject({
    kind,
    reason: expect.stringMatching(reason),
  });
});

test("a report from before verify is stale, whichever of its two times says so", async () => {
  await using place = await scene();
  await write(place.repo, { "lcov.info": lcov });
  const file = join(place.repo, "lcov.info");
  const [past, future] = [Date.now() - 100_000, Date.now() + 100_000];
  const stale = { kind: "stale", reason: expect.stringContaining("before the verify commands started") };
  await utimes(file, past / 1000, past / 1000);
  expect(await read(place, "lcov.info", Date.now() - 5000)).toMatchObject(stale);
  await utimes(file, future / 1000, future / 1000);
  expect(await read(place, "lcov.info", Date.now() + 5000)).toMatchObject(stale);
});

test("neither a folder that is a link nor a path that climbs leads out of the worktree", async () => {
  await using place = await scene();
  await write(place.dir, { "elsewhere/lcov.info": lcov });
  await symlink("../elsewhere", join(place.repo, "out"));
  for (const path of ["out/lcov.info", "../elsewhere/lcov.info"])
    expect(await read(place, path, 0)).toMatchObject({ kind: "unreadable" });
  await rm(join(place.repo, "out"));
  expect(await read(place, "out/lcov.info", 0)).toMatchObject({ kind: "missing" });
});
