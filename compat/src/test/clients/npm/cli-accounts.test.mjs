// How the command line clients come by an account, and what they do with entities; see cli.mjs for which client that
// is. COMPAT_AGENTS_URL is a second server, where agents may sign themselves up.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { data, mem0, newHome, refused, run } from "./cli.mjs";
import { apiKey, baseUrl, email, fresh, http, ok, store, unknownKey, user } from "./kit.mjs";

const agentsUrl = process.env.COMPAT_AGENTS_URL;
const keyForm = /^m0-[A-Za-z0-9]{43}$/;

// The Node command line lingers for five seconds after each command, so tests overlap.
const atOnce = { concurrency: 8 };

/** Runs one command over a home of its own, with no key in the environment, that must end with the exit code. */
async function at(home, url, args, exitCode = 0) {
  const answer = await run(args, { home, env: { MEM0_API_KEY: undefined, MEM0_BASE_URL: url } });
  assert.equal(answer.code, exitCode, `mem0 ${args.join(" ")}: exit ${answer.code}\n${answer.text}`);
  return answer.text;
}

const config = (home) => JSON.parse(readFileSync(join(home, ".mem0/config.json"), "utf8"));

const ping = async (key, base) => (await http("GET", "/v1/ping/", { key, base })).json;

const sessions = new Map();

/** The dashboard's session of the first account. */
function session(base) {
  if (!sessions.has(base)) sessions.set(base, logIn(base));
  return sessions.get(base);
}

async function logIn(base) {
  const body = { email, password: process.env.COMPAT_PASSWORD };
  const answer = await http("POST", "/console/api/session", { base, key: null, body });
  assert.equal(answer.status, 200, answer.text);
  const cookie = answer.headers.getSetCookie().map((each) => each.split(";")[0]).join("; ");
  return { Cookie: cookie, "X-CSRF-Token": answer.json.csrf_token };
}

/** A login code as the dashboard gives it. */
async function loginCode(base) {
  const answer = await http("POST", "/console/api/login-codes", { base, key: null, headers: await session(base) });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.code;
}

const wrong = (code) => (code === "000000" ? "000001" : "000000");

describe("command line: accounts", atOnce, () => {
  test("init --api-key connects and saves the key, and later commands use it", async () => {
    const home = newHome();

    const text = await at(home, baseUrl, ["init", "--api-key", apiKey, "--user-id", fresh("dana")]);

    assert.match(text, /Connected/);
    assert.equal(config(home).platform.api_key, apiKey);
    assert.equal(config(home).platform.user_email, email);
    assert.match(await at(home, baseUrl, ["status"]), /Connected/);
  });

  test("init --api-key with a wrong key says so", async () => {
    const text = await at(newHome(), baseUrl, ["init", "--api-key", unknownKey, "--user-id", "dana"]);

    assert.match(text, /Could not connect/);
  });

  test("without mail, init --email tells where codes come from", async () => {
    const text = await at(newHome(), baseUrl, ["init", "--email", email], 1);

    assert.match(text, /Failed to send code: .*dashboard/s);
  });

  test("where agents may not sign up, init --agent says so and saves no key", async () => {
    const home = newHome();

    const text = await at(home, baseUrl, ["init", "--agent"], 1);

    assert.match(text, /Agent Mode is temporarily disabled/);
    assert.match(await at(home, baseUrl, ["list", "-u", "dana"], 1), /No API key/i);
  });

  test("init --agent reuses a key that works, and tells who uses it", async () => {
    const home = newHome();
    await at(home, baseUrl, ["init", "--api-key", apiKey, "--user-id", "dana"]);

    const text = await at(home, baseUrl, ["init", "--agent", "--agent-caller", "Claude-Code!"]);

    assert.match(text, /reus/i);
    assert.equal(config(home).platform.api_key, apiKey);
    assert.equal(config(home).platform.agent_caller, "claude-code");
    const keys = await http("GET", "/console/api/keys", { key: null, headers: await session(baseUrl) });
    assert.ok(keys.json.some((key) => key.agent_caller === "claude-code"), keys.text);
  });

  test("agent-rush is not played here", async () => {
    const text = await refused("agent-rush", "add", "A memory of at least fifty characters, about nobody in particular.");

    assert.match(text, /agentrush_not_provisioned/);
    assert.match(text, /not provisioned in this environment/);
    assert.match(await refused("agent-rush", "search", "anything"), /agentrush_not_provisioned/);
  });
});

// Codes of one address replace each other, so these come one after the other.
describe("command line: codes", () => {
  test("init --email --code logs in with a new key", async () => {
    const home = newHome();
    const code = await loginCode(baseUrl);

    assert.match(
      await at(home, baseUrl, ["init", "--email", email, "--code", wrong(code)], 1), /Verification failed: .*code/s);
    assert.match(await at(home, baseUrl, ["init", "--email", ` ${email.toUpperCase()}`, "--code", code]), /Authenticated/);

    const { api_key: key, user_email: address } = config(home).platform;
    assert.match(key, keyForm);
    assert.notEqual(key, apiKey);
    assert.equal(address, email);
    assert.equal((await ping(key, baseUrl)).user_email, email);
    assert.match(await at(home, baseUrl, ["status"]), /Connected/);
    assert.match(await at(newHome(), baseUrl, ["init", "--email", email, "--code", code], 1), /Verification failed/);
  });

  test("an unknown address gets no account", async () => {
    const args = ["init", "--email", `${fresh("nobody")}@example.org`, "--code", "123456"];

    assert.match(await at(newHome(), baseUrl, args, 1), /Verification failed/);
  });

  test("an agent signs up, works, says who it is, and is claimed without a change of its key", async () => {
    const home = newHome();

    const signedUp = await at(home, agentsUrl, ["init", "--agent"]);
    assert.match(signedUp, /Agent Mode active/);
    assert.match(signedUp, /mem0 init --email/);
    const { api_key: key, default_user_id: name, agent_mode: unclaimed } = config(home).platform;
    assert.match(key, keyForm);
    assert.match(name, /^user_[0-9a-f]{12}$/);
    assert.equal(unclaimed, true);
    const before = await ping(key, agentsUrl);
    assert.equal(before.user_email, null);
    assert.match(await at(home, agentsUrl, ["add", "Deploys happen on Tuesdays", "--no-infer"]), /Added/);

    assert.match(await at(home, agentsUrl, ["identify", "Claude Code"]), /Identified as claudecode\./);
    assert.equal(config(home).platform.agent_caller, "claudecode");

    const claim = ["init", "--email", email, "--code", await loginCode(agentsUrl)];
    assert.match(await at(home, agentsUrl, claim), /Agent claimed to .*\. Your API key is unchanged\./);
    assert.equal(config(home).platform.api_key, key);
    assert.equal(config(home).platform.agent_mode, false);
    const claimed = await ping(key, agentsUrl);
    assert.equal(claimed.user_email, email);
    assert.equal(claimed.project_id, before.project_id);
    assert.match(await at(home, agentsUrl, ["list", "-u", name]), /Deploys happen on Tuesdays/);
    assert.match(await at(home, agentsUrl, ["identify", "x"], 1), /only works on unclaimed/);
  });

  test("an agent that nobody has claimed is reminded, and one that is claimed is not", async () => {
    const home = newHome();
    await at(home, agentsUrl, ["init", "--agent", "--agent-caller", "cursor"]);
    const listed = async () => {
      const answer = await at(home, agentsUrl, ["--agent", "list", "-u", "dana"]);
      return JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));
    };

    assert.match((await listed()).mem0_notice, /mem0 init --email/);
    await at(home, agentsUrl, ["init", "--email", email, "--code", await loginCode(agentsUrl)]);
    assert.equal((await listed()).mem0_notice, undefined);
  });
});

describe("command line: entities", atOnce, () => {
  test("entity list shows one kind of entity", async () => {
    const dana = fresh("dana");
    await store(["one", "two"], { ...user(dana), agent_id: `${dana}-bot` });

    const table = await mem0("entity", "list", "users");
    assert.ok(table.includes(dana), table);
    assert.ok(!table.includes(`${dana}-bot`), table);
    const found = (await data("entity", "list", "agents")).find((each) => each.name === `${dana}-bot`);
    assert.deepEqual(found, { name: `${dana}-bot`, type: "agent", count: 2 });
  });

  test("entity delete removes the entity and its memories, also with an awkward name", async () => {
    for (const dana of [fresh("dana"), `a/b ?c#d%e ${fresh("x")}`]) {
      const erin = fresh("erin");
      await store(["one"], user(dana));
      await store(["two"], user(erin));

      assert.match(await mem0("entity", "delete", "-u", dana, "--dry-run"), /No changes made/);
      assert.match(await mem0("entity", "delete", "-u", dana, "--force"), /Entity deleted with all memories/);

      assert.deepEqual(await ok("GET", `/v2/entities/user/${encodeURIComponent(dana)}/`), []);
      assert.equal((await ok("POST", "/v2/memories/", { filters: user(dana) })).length, 0);
      assert.equal((await ok("POST", "/v2/memories/", { filters: user(erin) })).length, 1);
      assert.match(await refused("entity", "delete", "-u", dana, "--force"), /not found/i);
    }
  });

  test("every name that is given is deleted", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));
    await store(["two"], { agent_id: dana });

    await mem0("entity", "delete", "-u", dana, "--agent-id", dana, "--force");

    for (const kind of ["user", "agent"]) assert.deepEqual(await ok("GET", `/v2/entities/${kind}/${dana}/`), []);
  });
});
