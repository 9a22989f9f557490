// Running the published command line client, unmodified: `@mem0/cli` from npm or `mem0-cli` from PyPI, whichever
// COMPAT_CLI (a JSON array: program and leading arguments) names. Both take the same commands.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { apiKey, baseUrl, fresh } from "./kit.mjs";

const [program, ...leading] = JSON.parse(process.env.COMPAT_CLI);
const folder = mkdtempSync(join(tmpdir(), "keepsake-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file for the client to read. */
export function file(content) {
  const path = join(folder, fresh("file"));
  writeFileSync(path, content);
  return path;
}

/** A home folder, where the client keeps its configuration; overlapping commands must not share one. */
export const newHome = () => mkdtempSync(join(folder, "home-"));

/**
 * Runs one command; text holds both streams without colours. The client reads standard input only from files.
 *
 * `env` changes what the client finds in its environment; what is undefined there is not in it at all.
 */
export function run(args, { input, home = newHome(), env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const stdin = input === undefined ? "ignore" : openSync(file(input));
    const child = spawn(program, [...leading, ...args], {
      stdio: [stdin, "pipe", "pipe"],
      env: {
        ...process.env,
        HOME: home,
        MEM0_API_KEY: apiKey,
        MEM0_BASE_URL: baseUrl,
        MEM0_TELEMETRY: "false",
        NO_COLOR: "1",
        COLUMNS: "200",
        TERM: "xterm", // "dumb" would make the Python client ignore COLUMNS and break its lines
        ...env,
      },
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (chunk) => (output[stream] += chunk));
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (input !== undefined) closeSync(stdin);
      try {
        resolve({ code, stdout: output.stdout, text: readable(output.stdout + output.stderr) });
      } catch (ugly) {
        reject(ugly);
      }
    });
  });
}

function readable(output) {
  const text = output.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, "");
  assert.ok(!text.includes("[object Object]"), text);
  assert.ok(!/Traceback|TypeError|\bundefined\b|\bNaN\b/.test(text), text);
  return text;
}

/** Runs one command that must succeed; what it printed. */
export async function mem0(...args) {
  const { code, text } = await run(args);
  assert.equal(code, 0, `mem0 ${args.join(" ")}: exit ${code}\n${text}`);
  return text;
}

/** Runs one command in agent mode, whose output is one JSON envelope; its `data`. */
export async function data(...args) {
  const { code, stdout, text } = await run(["--agent", ...args]);
  assert.equal(code, 0, `mem0 --agent ${args.join(" ")}: exit ${code}\n${text}`);
  const envelope = JSON.parse(stdout.slice(stdout.indexOf("{")));
  assert.equal(envelope.status, "success", text);
  return envelope.data;
}

/** Runs one command that must fail with exit code 1; what it printed. */
export async function refused(...args) {
  const { code, text } = await run(args);
  assert.equal(code, 1, `mem0 ${args.join(" ")}: exit ${code}\n${text}`);
  return text;
}
