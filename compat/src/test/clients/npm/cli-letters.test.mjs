// The command line clients on a server that sends letters and lets everybody in. COMPAT_LOG is the file where the server
// writes its letters; see cli.mjs for which client runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { newHome, run } from "./cli.mjs";
import { eventually, fresh, http } from "./kit.mjs";

/** Runs one command over a home of its own, with no key in the environment. */
async function at(home, args, exitCode = 0) {
  const answer = await run(args, { home, env: { MEM0_API_KEY: undefined } });
  assert.equal(answer.code, exitCode, `mem0 ${args.join(" ")}: exit ${answer.code}\n${answer.text}`);
  return answer.text;
}

const platform = (home) => JSON.parse(readFileSync(join(home, ".mem0/config.json"), "utf8")).platform;

const ping = (key) => http("GET", "/v1/ping/", { key });

const address = () => `${fresh("someone")}@example.org`;

/** The last code that was sent to an address. */
function codeFor(mine) {
  return eventually(`a code for ${mine}`, () => {
    const letters = readFileSync(process.env.COMPAT_LOG, "utf8").split(`letter to ${mine}:`);
    return letters.length > 1 && /\b\d{6}\b/.exec(letters.at(-1))?.[0];
  });
}

describe("command line: letters", { concurrency: 4 }, () => {
  test("a code from a letter gives a new account and a key that works", async () => {
    const home = newHome();
    const mine = address();

    assert.match(await at(home, ["init", "--email", mine], 1), /code sent/i);
    await at(home, ["init", "--email", mine, "--code", await codeFor(mine)]);

    assert.equal((await ping(platform(home).api_key)).json.user_email, mine);
    await at(home, ["add", "I keep bees", "-u", "me", "--no-infer"]);
    assert.match(await at(home, ["list", "-u", "me", "-o", "text"]), /I keep bees/);
  });

  test("a second letter within a minute is told as too many", async () => {
    const mine = address();
    await at(newHome(), ["init", "--email", mine], 1);

    assert.match(await at(newHome(), ["init", "--email", mine], 1), /Too many attempts/);
  });

  test("an agent prints who can claim it until a new address does", async () => {
    const home = newHome();
    await at(home, ["init", "--agent"]);
    const key = platform(home).api_key;
    assert.match(await at(home, ["add", "The deploy is on Tuesdays", "--no-infer"]), /mem0 init --email/);
    const mine = address();

    await at(home, ["init", "--email", mine], 1);
    await at(home, ["init", "--email", mine, "--code", await codeFor(mine)]);

    assert.equal(platform(home).api_key, key);
    const answer = await ping(key);
    assert.equal(answer.json.user_email, mine);
    assert.equal(answer.headers.get("x-mem0-notice-message"), null);
    assert.doesNotMatch(await at(home, ["list", "-o", "text"]), /nobody owns/);
  });
});
