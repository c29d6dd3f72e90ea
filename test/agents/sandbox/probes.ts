/** What a hostile program tries on the machine; each prints `it could` where it gets anywhere. */
export interface Probe {
  readonly name: string;
  /** Shell code; `$VICTIM` is a process outside, `$SHM`, `$MSG` and `$SEM` are its System V objects, `$SOCK` its datagram socket. */
  readonly program: string;
}

const could = `print "it could\\n"`;
/** Perl, which calls the system as no shell does; what it does is to be true or not negative. */
const perl = (code: string): string => `perl -MSocket -MFcntl -e '${code}'`;
const calls = (code: string): string => perl(`my $got = ${code}; ${could} if defined $got && $got >= 0;`);

const numbers = {
  x64: {
    ...{ ptrace: 101, prlimit: 302, setns: 308, ioUring: 425, prctl: 157, mqOpen: 240, settime: 227 },
    ...{ addKey: 248, requestKey: 249, keyctl: 250, reboot: 169, swapon: 167, mount: 165, fsopen: 430 },
  },
  arm64: {
    ...{ ptrace: 117, prlimit: 261, setns: 268, ioUring: 425, prctl: 167, mqOpen: 180, settime: 112 },
    ...{ addKey: 217, requestKey: 218, keyctl: 219, reboot: 142, swapon: 224, mount: 40, fsopen: 430 },
  },
}[process.arch === "arm64" ? "arm64" : "x64"];

/** Opens for writing whatever of these is not a process's own, and says which it could. */
const writes = (find: string): string =>
  `find ${find} -type f -print 2>/dev/null | perl -ne 'chomp; print "it could: $_\\n" if open(my $f, "+<", $_) || open($f, ">>", $_)'`;

/** Of one's own namespace, or of everybody's by the kernel's own wish: what is written there is asked of oneself. */
const harmless = String.raw`\( -path '/proc/sys/kernel/ns_last_pid' -o -path '/proc/pressure/*' -o -path '/proc/sys/net/*' -o -path '/proc/sys/user/*' \) -prune -o`;

const files: readonly Probe[] = [
  {
    name: "writes by the root of a process",
    program: `for at in /proc/[0-9]*/root; do echo x > "$at$OUTSIDE/evil" && echo it could; done`,
  },
  {
    name: "writes by the folder of a process",
    program: `cd /proc/$VICTIM/cwd && echo x > evil && echo it could`,
  },
  { name: "makes a device", program: `mknod "$TMPDIR/device" b 8 0 && echo it could` },
  {
    name: "makes a program that runs as root",
    program: `cp /bin/true "$TMPDIR/s" && chown 0:0 "$TMPDIR/s" && chmod 4755 "$TMPDIR/s" && [ "$(id -u)" != 0 ] && echo it could`,
  },
];

const kernel: readonly Probe[] = [
  {
    name: "sets what the kernel starts when a program crashes",
    program: `cat /proc/sys/kernel/core_pattern | tee /proc/sys/kernel/core_pattern && echo it could`,
  },
  {
    name: "writes anything of /proc that is not a process's",
    program: writes(`/proc -maxdepth 5 -path '/proc/[0-9]*' -prune -o ${harmless} -perm /222`),
  },
  { name: "writes anything of /sys", program: writes("/sys -maxdepth 4 -perm /222") },
  {
    name: "sets the clock",
    program: calls(`syscall(${numbers.settime}, 0, my $time = pack("qq", time, 0))`),
  },
  {
    name: "adds memory to swap to",
    program: calls(`syscall(${numbers.swapon}, my $file = "/etc/passwd", 0)`),
  },
  { name: "loads a module", program: `modprobe dummy && echo it could` },
];

const ipc: readonly Probe[] = [
  { name: "reads shared memory of others", program: perl(`my $b; ${could} if shmread($ENV{SHM}, $b, 0, 8)`) },
  {
    name: "takes a message of others",
    program: perl(`my $b; ${could} if msgrcv($ENV{MSG}, $b, 64, 0, 04000)`),
  },
  {
    name: "sets a semaphore of others",
    program: perl(`${could} if semop($ENV{SEM}, pack("s3", 0, 1, 04000))`),
  },
  {
    name: "sees that others share memory",
    program: `[ "$(wc -l < /proc/sysvipc/shm)" = 1 ] || echo it could`,
  },
  {
    name: "holds shared memory that no limit counts",
    program: perl(`${could} if defined shmget(0, 1 << 24, 01600)`),
  },
  { name: "holds messages that no limit counts", program: perl(`${could} if defined msgget(0, 01600)`) },
  {
    name: "holds semaphores that no limit counts",
    program: perl(`${could} if defined semget(0, 30000, 01600)`),
  },
  {
    name: "shares memory that outlives it",
    program: perl(`my $id = shmget(0x6d696c65, 4096, 01600); die "none" unless defined $id; sleep 0`),
  },
  {
    name: "hides what it has open",
    program: perl(
      `syscall(${numbers.prctl}, 4, 0, 0, 0, 0); ${could} if syscall(${numbers.prctl}, 3, 0, 0, 0, 0) == 0`,
    ),
  },
];

const keyring: readonly Probe[] = [
  { name: "finds the session's keys", program: calls(`syscall(${numbers.keyctl}, 0, -3, 0)`) },
  { name: "finds the user's keys", program: calls(`syscall(${numbers.keyctl}, 0, -4, 1)`) },
  {
    name: "leaves a key",
    program: calls(
      `syscall(${numbers.addKey}, my $type = "user", my $name = "milepost-probe", my $key = "x", 1, -3)`,
    ),
  },
  {
    name: "asks for a key",
    program: calls(`syscall(${numbers.requestKey}, my $type = "user", my $name = "milepost-probe", 0, 0)`),
  },
];

const sockets: readonly Probe[] = [
  {
    name: "makes a socket of any family but the network's own",
    program: perl(
      `for my $f (0..64) { next if $f == 2 || $f == 10 || $f == 16; for my $t (1..6, 10) { print "it could: $f $t\\n" if socket(my $s, $f, $t, 0) } }`,
    ),
  },
  {
    name: "writes to a socket of the machine by a pair of its own",
    program: perl(
      `for my $t (1..6) { next unless socketpair(my $a, my $b, 1, $t, 0); print "it could: $t\\n" if defined send($a, "x", 0, sockaddr_un($ENV{SOCK})) && $t != 5 }`,
    ),
  },
  {
    name: "talks to the machine's host",
    program: perl(`socket(my $s, 40, 1, 0) or exit; connect($s, pack("SSLLx4", 40, 0, 22, 2)); ${could}`),
  },
  {
    name: "asks the kernel to make a socket",
    program: calls(`syscall(${numbers.ioUring}, 8, my $params = "\\0" x 120)`),
  },
  {
    name: "opens a message queue of others",
    program: calls(`syscall(${numbers.mqOpen}, my $name = "milepost-probe", 2, 0, 0)`),
  },
  {
    name: "listens to the network",
    program: perl(`socket(my $s, 17, 3, 0x300) and ${could}; socket($s, 2, 3, 1) and ${could}`),
  },
];

const signals: readonly Probe[] = [
  { name: "ends a process outside", program: `kill -9 $VICTIM && echo it could` },
  { name: "traces a process outside", program: calls(`syscall(${numbers.ptrace}, 16, $ENV{VICTIM}, 0, 0)`) },
  {
    name: "limits a process outside",
    program: calls(`syscall(${numbers.prlimit}, $ENV{VICTIM}, 7, my $most = pack("QQ", 1, 1), 0)`),
  },
  { name: "slows a process outside", program: perl(`${could} if setpriority(0, $ENV{VICTIM}, 19)`) },
  {
    name: "has a file signal a process outside",
    program: perl(`${could} if fcntl(STDOUT, 8, $ENV{VICTIM} + 0)`),
  },
  {
    name: "stops the machine",
    program: calls(`syscall(${numbers.reboot}, 0xfee1dead, 672274793, 0x89abcdef, 0)`),
  },
];

const namespaces: readonly Probe[] = [
  {
    name: "enters the namespaces of others",
    program: perl(
      `for my $n (glob("/proc/1/ns/* /proc/$ENV{VICTIM}/ns/*")) { open(my $f, "<", $n) or next; print "it could: $n\\n" if syscall(${numbers.setns}, fileno($f), 0) == 0 }`,
    ),
  },
  {
    name: "mounts memory that no limit counts",
    program: `mount -t tmpfs none /mnt && echo it could; unshare -Urm --propagation unchanged mount -t tmpfs none /mnt && echo it could`,
  },
  {
    name: "mounts what the kernel tells anew",
    program: `unshare -Urnpf --propagation unchanged sh -c 'mount -t proc none /mnt && echo it could; mount -t sysfs none /mnt && echo it could'`,
  },
  {
    name: "mounts by file descriptors",
    program: `unshare -Ur sh -c '${calls(`syscall(${numbers.fsopen}, my $type = "tmpfs", 0)`).replaceAll("'", `'\\''`)}'`,
  },
  {
    name: "takes away what covers a place",
    program: `for at in /proc/sys /proc /dev /etc/ssh/ssh_config.d; do umount "$at" && echo it could; unshare -Urm --propagation unchanged umount "$at" && echo it could; done`,
  },
  {
    name: "makes the machine writable",
    program: `unshare -Urm --propagation unchanged mount -o remount,rw,bind / && echo it could; mount -o remount,rw / && echo it could`,
  },
  {
    name: "leaves by another root",
    program: `unshare -Ur chroot /proc/1/root sh -c 'echo x > "$OUTSIDE/evil" && echo it could'`,
  },
];

const bombs: readonly Probe[] = [
  {
    name: "leaves a daemon that writes later",
    program: `setsid sh -c 'trap "" TERM HUP INT; exec >/dev/null 2>&1 </dev/null; sleep 1; echo x > "$TMPDIR/bomb"' &`,
  },
  {
    name: "leaves a stopped process for later",
    program: `sh -c 'kill -STOP $$; echo x > "$TMPDIR/bomb"' >/dev/null 2>&1 </dev/null &`,
  },
  {
    name: "has the machine do it later",
    program: `for way in 'at now' 'batch' 'crontab -'; do echo "* * * * * true" | $way && echo it could; done; systemd-run --user --on-active=1 true && echo it could`,
  },
];

/** All of them, by kind. */
export const probes: Readonly<Record<string, readonly Probe[]>> = {
  ...{ files, kernel, ipc, keyring, sockets, signals, namespaces, "time bombs": bombs },
};

/** What `$VICTIM` is: it makes what others may not reach, tells where it is, and holds it until its input ends. */
export const victim = `perl -MSocket -e '
use IPC::SysV qw(IPC_PRIVATE IPC_RMID); $| = 1;
my ($shm, $msg, $sem) = (shmget(IPC_PRIVATE, 4096, 0666), msgget(IPC_PRIVATE, 0666), semget(IPC_PRIVATE, 1, 0666));
msgsnd($msg, pack("l! a*", 1, "secret"), 0); shmwrite($shm, "secret", 0, 8);
socket(my $s, PF_UNIX, SOCK_DGRAM, 0); bind($s, sockaddr_un($ARGV[0])) or die; chmod 0777, $ARGV[0];
syscall(${numbers.mqOpen}, my $name = "milepost-probe", 0102, 0666, 0);
print "$$ $shm $msg $sem\\n"; <STDIN>;
shmctl($shm, IPC_RMID, 0); msgctl($msg, IPC_RMID, 0); semctl($sem, 0, IPC_RMID, 0);'`;
