import type { Attack } from "./scene.ts";

/** A hostile program, and what is said of its attempt; it must fail whatever it does, and change nothing. */
export interface Named extends Attack {
  readonly name: string;
  /** What its transcript or how it ended says. */
  readonly says: RegExp;
}

const roFile = /Read-only file system/;

/** Programs that write where they may not. */
export const writes: readonly Named[] = [
  { name: "writes to the user's checkout", program: `echo evil > "$REPO/README.md"`, says: roFile },
  { name: "makes a file in the user's checkout", program: `echo evil > "$REPO/src/new.txt"`, says: roFile },
  { name: "removes the user's files", program: `rm -rf "$REPO/src"`, says: roFile },
  { name: "writes to another worktree", program: `echo evil > "$OTHER/README.md"`, says: roFile },
  {
    name: "writes to another worktree's repository",
    program: `echo evil > "$OTHER/.git/config"`,
    says: roFile,
  },
  { name: "writes to the user's home", program: `echo evil >> "$USER_HOME/.profile"`, says: roFile },
  {
    name: "plants a key in the user's home",
    program: `echo evil >> "$USER_HOME/.ssh/authorized_keys"`,
    says: /denied: write .*authorized_keys/,
  },
  {
    name: "writes to /tmp",
    program: `echo evil > /tmp/milepost-evil; echo evil > /var/tmp/milepost-evil`,
    says: roFile,
  },
  {
    name: "writes to the temporary files of others",
    program: `echo evil > "$OUTSIDE/of-others.txt"`,
    says: roFile,
  },
  {
    name: "writes to the user's .git/config",
    program: `echo evil >> "$REPO/.git/config"`,
    says: /denied: write .*repo\/\.git\/config/,
  },
  {
    name: "plants a hook with the user",
    program: `mkdir -p "$REPO/.git/hooks" && echo evil > "$REPO/.git/hooks/post-commit"`,
    says: /denied: write .*post-commit/,
  },
  {
    name: "writes to the hub's configuration",
    program: `echo evil >> "$HUB/config"`,
    says: /denied: write .*hub\.git\/config/,
  },
  {
    name: "plants a hook in the hub",
    program: `mkdir -p "$HUB/hooks" && echo evil > "$HUB/hooks/pre-commit"`,
    says: /denied: write .*pre-commit/,
  },
  {
    name: "moves another branch's ref",
    program: `git --git-dir="$HUB" update-ref refs/heads/other HEAD || { mkdir -p "$HUB/refs/heads"; git rev-parse HEAD > "$HUB/refs/heads/other"; }`,
    says: /denied: write .*refs\/heads\/other/,
  },
  {
    name: "writes packed refs",
    program: `echo "$(git rev-parse HEAD) refs/heads/other" > "$HUB/packed-refs"`,
    says: /denied: write .*packed-refs/,
  },
  {
    name: "writes the stash",
    program: `git -C "$REPO" stash push --include-untracked || { mkdir -p "$REPO/.git/refs"; git rev-parse HEAD > "$REPO/.git/refs/stash"; }`,
    says: /denied: write .*refs\/stash/,
  },
  {
    name: "removes objects of the hub",
    program: `rm -rf "$HUB/objects" "$MILEPOST/publisher.git/objects"`,
    says: roFile,
  },
  {
    name: "forges an object of the hub",
    program: `mkdir -p "$HUB/objects/ab" && echo evil > "$HUB/objects/ab/cdef"`,
    says: roFile,
  },
  {
    name: "writes to its own entry in the hub",
    program: `mkdir -p "$HUB/worktrees/x" && echo evil > "$HUB/worktrees/x/HEAD"`,
    says: /denied: write .*worktrees/,
  },
  {
    name: "forges a hand-off",
    program: `echo evil > "$MILEPOST/lanes/p/t/report.json"; echo evil > "$MILEPOST/lanes/p/t/review.json"`,
    says: /denied: write .*(report|review)\.json/,
  },
  {
    name: "writes through a symbolic link",
    program: `ln -s "$REPO" way && echo evil > way/README.md`,
    says: roFile,
  },
  {
    name: "writes through a hard link",
    program: `ln "$REPO/README.md" hard && echo evil > hard`,
    says: /cross-device link|not permitted/,
  },
  {
    name: "uses git -C",
    program: `git -C "$REPO" commit --allow-empty -m evil`,
    says: /not a git repository/,
  },
  {
    name: "uses GIT_DIR",
    program: `GIT_DIR="$REPO/.git" GIT_WORK_TREE="$REPO" git commit --allow-empty -m evil`,
    says: /not a git repository/,
  },
  {
    name: "uses its own repository on the user's files",
    program: `GIT_WORK_TREE="$REPO" git checkout -f HEAD~0 -- . && rm README.md; git --work-tree="$REPO" rm -rf .`,
    says: roFile,
  },
  { name: "adds a worktree elsewhere", program: `git worktree add "$OUTSIDE/evil" HEAD`, says: roFile },
  {
    name: "uses a submodule whose files are the user's",
    program: `git init -q sub && git -C sub config core.worktree "$REPO" && cd sub && git -c safe.directory='*' fetch -q .. HEAD && git checkout -q -f FETCH_HEAD && git rm -q -rf --cached . && git clean -ffdx`,
    says: roFile,
  },
  {
    name: "mounts the machine anew",
    program: `unshare -Urm sh -c 'mount -o remount,rw,bind / && echo evil > "$REPO/README.md"'; mount -o remount,rw /`,
    says: /permission denied|not permitted|must be superuser/i,
  },
  { name: "sets the clock that files' times are by", program: `date -s "$(date)"`, says: /cannot set date/ },
  {
    name: "reviews, and writes to its checkout",
    role: "reviewer",
    program: `echo evil > README.md; git commit --allow-empty -m evil`,
    says: roFile,
  },
];

/** Programs that read what they may not: none of it may be in what they print. */
export const reads: readonly Named[] = [
  { name: "reads a key", program: `cat "$USER_HOME/.ssh/id_ed25519"`, says: /No such file/ },
  {
    name: "reads a key through links",
    program: `ln -s "$USER_HOME/.ssh" keys; cat keys/id_ed25519; ln "$USER_HOME/.ssh/id_ed25519" key && cat key`,
    says: /No such file/,
  },
  {
    name: "has git read a key",
    program: `git hash-object -w "$USER_HOME/.ssh/id_ed25519" && git diff --no-index /dev/null "$USER_HOME/.netrc"; false`,
    says: /could not open|No such file/,
  },
  {
    name: "reads a login",
    program: `test -s "$USER_HOME/.netrc" && cat "$USER_HOME/.netrc" || echo nothing there`,
    says: /nothing there/,
  },
  {
    name: "reads the forge's token file",
    program: `cat "$MILEPOST/forge.json"; ls -A "$MILEPOST/forge"`,
    says: /No such file/,
  },
  { name: "reads the user's .git/config", program: `cat "$REPO/.git/config"`, says: /No such file/ },
  {
    name: "reads the variables of its parents",
    program: `cat /proc/[0-9]*/environ | tr '\\0' '\\n'; cat "/proc/$PARENT/environ"`,
    says: /No such file/,
  },
  {
    name: "reads through other processes",
    program: `cat /proc/[0-9]*/root"$USER_HOME/.ssh/id_ed25519"`,
    says: /No such file|Permission denied/,
  },
];

const reach = (url: string) => `node -e '
const { HTTP_PROXY } = process.env;
const proxy = new URL(HTTP_PROXY);
const auth = "Basic " + Buffer.from(decodeURIComponent(proxy.username) + ":" + proxy.password).toString("base64");
const target = new URL(process.argv[1]);
const request = require("node:http").request({ host: proxy.hostname, port: proxy.port, method: "CONNECT", path: target.hostname + ":" + (target.port || 80), headers: { "proxy-authorization": auth } });
request.on("connect", (answer) => { console.log("answered", answer.statusCode); process.exit(answer.statusCode === 200 ? 0 : 1); });
request.on("error", (error) => { console.log(error.message); process.exit(1); });
request.end();
' "${url}"`;

/** Programs that reach for what is not theirs. */
export const connections: readonly Named[] = [
  {
    name: "reaches a host that is not named",
    hosts: ["api.example.com"],
    program: reach("http://example.org"),
    says: /answered 403[\s\S]*denied: reach example\.org:80/,
  },
  {
    name: "reaches a host whose name ends alike",
    hosts: ["api.example.com"],
    program: reach("http://evil-api.example.com"),
    says: /answered 403/,
  },
  {
    name: "reaches the forge",
    program: reach("$FORGE"),
    says: /answered 403[\s\S]*denied: reach 127\.0\.0\.1/,
  },
  {
    name: "reaches the forge although its host is named",
    hosts: ["127.0.0.1", "localhost"],
    program: reach("$FORGE"),
    says: /answered 403/,
  },
  {
    name: "reaches the forge by another spelling",
    hosts: ["127.0.0.1", "localhost"],
    program: `for host in 2130706433 0x7f000001 127.1 localhost; do ${reach(`http://$host:\${FORGE##*:}`)}; done`,
    says: /answered 403/,
  },
  {
    name: "reaches the forge without the proxy",
    program: `node -e 'fetch(process.env.FORGE).then(() => process.exit(0), (error) => { console.log(String(error.cause)); process.exit(1) })'`,
    says: /ECONNREFUSED/,
  },
  {
    name: "opens a socket of the machine",
    program: `node -e 'require("node:net").createServer().listen("./evil.sock").on("error", (error) => { console.log(error.message); process.exit(1) })'`,
    says: /EPERM/,
  },
];

const numbers = {
  x64: { ptrace: 101, readv: 310, writev: 311, memfd: 319 },
  arm64: { ptrace: 117, readv: 270, writev: 271, memfd: 279 },
}[process.arch === "arm64" ? "arm64" : "x64"];

/** Calls the system as no shell does, on the process that it is started by; needs perl. */
export const calling = (code: string): string => `perl -e '
my $parent = getppid(); my $bytes = "x" x 16; my $at = pack("QQ", unpack("Q", pack("p", $bytes)), 16);
my $result = ${code}; print defined $result && $result >= 0 ? "it could\n" : "$!\n";'; true`;

/** What a reviewer's child may do to the reviewer: nothing by which it could speak for it. */
export const intrusions: readonly Named[] = [
  {
    name: "takes the reviewer's output",
    program: calling("syscall(438, syscall(434, $parent, 0), 1, 0)"),
    says: /^Operation not permitted/,
  },
  {
    name: "writes to everybody's output by its name",
    program: `for file in /proc/[0-9]*/fd/[12]; do sh -c "printf 'it %s' could > $file"; done; true`,
    says: /No such device or address/,
  },
  {
    name: "traces the reviewer",
    program: calling(`syscall(${numbers.ptrace}, 16, $parent, 0, 0)`),
    says: /^Operation not permitted/,
  },
  {
    name: "reads the reviewer's memory",
    program: calling(`syscall(${numbers.readv}, $parent, $at, 1, $at, 1, 0)`),
    says: /^Operation not permitted/,
  },
  {
    name: "writes the reviewer's memory",
    program: calling(`syscall(${numbers.writev}, $parent, $at, 1, $at, 1, 0)`),
    says: /^Operation not permitted/,
  },
  {
    name: "writes anybody's memory as a file",
    program: calling(`grep({ open(my $file, "+<", $_) } glob("/proc/[0-9]*/mem")) ? 0 : -1`),
    says: /^Read-only file system/,
  },
  {
    name: "makes memory writable again",
    program: `mount -o remount,rw /proc; unshare -Urm mount -o remount,rw /proc; umount /proc
${calling(`grep({ open(my $file, "+<", $_) } glob("/proc/[0-9]*/mem")) ? 0 : -1`)}`,
    says: /Read-only file system$/m,
  },
  {
    name: "stands in the way to the model's server, to be that itself",
    program: `for name in HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy; do
  eval "way=\\$$name"; case "$way" in *@127.0.0.1:3128) ;; *) echo "it could: $name is $way";; esac
done
perl -MSocket -e 'socket(my $s, PF_INET, SOCK_STREAM, 0); setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
setsockopt($s, SOL_SOCKET, 15, 1); print bind($s, sockaddr_in(3128, INADDR_LOOPBACK)) ? "it could\n" : "$!\n"'; true`,
    says: /^Address already in use$/m,
  },
  {
    name: "opens the reviewer's debugger",
    program: `node -e 'setTimeout(() => {}, 1000)' & sleep 0.5; kill -USR1 $!; wait; true`,
    says: /^(?!.*Debugger listening)[\s\S]*not permitted/,
  },
  {
    name: "has a file open the reviewer's debugger",
    program: calling("fcntl(STDIN, 10, 10)"),
    says: /^Operation not permitted/,
  },
];

/** Programs that take more than their share. */
export const takers: readonly Named[] = [
  {
    name: "forks without end",
    limits: { processes: 60 },
    // One after another: those that double would take the whole machine from all other tests.
    program: `while :; do sleep 9 & done 2>/dev/null`,
    says: /over 60 processes at once \(limits\.processes\)/,
  },
  {
    name: "takes all memory",
    limits: { memoryMegabytes: 150 },
    program: `node -e 'const all = []; setInterval(() => all.push(Buffer.alloc(1e7, 1)), 5)'`,
    says: /over 150 MiB of memory/,
  },
  {
    name: "takes all memory as files",
    limits: { memoryMegabytes: 150 },
    program: `i=0; while :; do i=$((i + 1)); head -c 10000000 /dev/zero > "/dev/shm/$i"; done`,
    says: /over 150 MiB of memory/,
  },
  {
    name: "takes all memory as files that have no name",
    limits: { memoryMegabytes: 150 },
    program: `perl -e 'my @all; while (1) { my $fd = syscall(${numbers.memfd}, my $name = "x", 0);
      open(my $file, ">&=", $fd); syswrite($file, "x" x 10000000); push @all, $file }'`,
    says: /over 150 MiB of memory/,
  },
  {
    name: "fills the disk with files",
    limits: { diskMegabytes: 50 },
    program: `i=0; while :; do i=$((i + 1)); head -c 5000000 /dev/zero > "fill.$i"; done`,
    says: /over 50 MiB to disk/,
  },
  {
    name: "fills the disk with one file",
    limits: { diskMegabytes: 50 },
    program: `head -c 500000000 /dev/zero > fill && echo filled`,
    says: /File size limit exceeded/i,
  },
  { name: "never ends", minutes: 0.01, program: `while :; do sleep 1; done`, says: /timeout/ },
  {
    name: "ignores SIGTERM",
    minutes: 0.01,
    program: `trap "" TERM HUP INT; while :; do sleep 1; done`,
    says: /timeout/,
  },
];
