/*
 * Runs the command line as often as its parent asks: what a process of its own takes half of its time for, to start, is
 * done once. Each message has the arguments, the folder and the environment of one run; the answer is what it wrote.
 */
import { runCommandLine } from "../build/src/cli/command-line.js";

const asIs = (stream) => stream.write.bind(stream);
const streams = { stdout: process.stdout, stderr: process.stderr };
const own = { stdout: asIs(process.stdout), stderr: asIs(process.stderr) };

const keep = (name, kept) => (chunk, encoding, done) => {
  kept[name] += Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8").toString();
  const called = typeof encoding === "function" ? encoding : done;
  if (called) setImmediate(called);
  return true;
};

const settle = ({ args, cwd, env, program }) => {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, program, ...args];
};

process.on("message", async (run) => {
  const written = { stdout: "", stderr: "" };
  for (const [name, stream] of Object.entries(streams)) stream.write = keep(name, written);
  settle(run);
  const exitCode = await runCommandLine(process.argv);
  for (const [name, stream] of Object.entries(streams)) stream.write = own[name];
  process.chdir("/");
  process.send({ exitCode, ...written });
});
process.on("disconnect", () => process.exit());
