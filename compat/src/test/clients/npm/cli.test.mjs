// What the command line clients do with memories and events; see cli.mjs for which client that is.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { data, file, mem0, refused, run } from "./cli.mjs";
import { baseUrl, eventually, fresh, neverStored, ok, prefixedUrl, store, unknownKey, user, uuid } from "./kit.mjs";

// The Node command line lingers for five seconds after each command (the timer beside its ping), so tests overlap.
const atOnce = { concurrency: 12 };

const said = "I take my tea without sugar";

/** Waits for the event without starting a process for every look. */
const finished = (eventId) =>
  eventually("the event ends", async () => {
    const { status } = await ok("GET", `/v1/event/${eventId}/`);
    return status !== "PENDING" && status !== "RUNNING";
  });

describe("command line", atOnce, () => {
  test("status is connected, also through a prefix and with a trailing slash", async () => {
    for (const host of [baseUrl, `${baseUrl}/`, prefixedUrl, `${prefixedUrl}/`]) {
      assert.match(await mem0("status", "--base-url", host), /Connected/);
    }
  });

  test("a wrong key ends with exit code 1", async () => {
    assert.match(await refused("list", "-u", "anyone", "--api-key", unknownKey), /Invalid or expired API key/);
  });

  test("a valid key draws no warning", async () => {
    assert.doesNotMatch(await mem0("list", "-u", fresh("nobody")), /Could not validate/);
  });

  test("a direct add prints the stored text", async () => {
    const dana = fresh("dana");

    const text = await mem0("add", said, "-u", dana, "--no-infer");

    assert.match(text, /1 memory extracted/);
    assert.match(text, /Added/);
    assert.ok(text.includes(said), text);
  });

  test("an exact repeat prints that nothing changed", async () => {
    const dana = fresh("dana");
    await mem0("add", said, "-u", dana, "--no-infer");

    assert.match(await mem0("add", said, "-u", dana, "--no-infer"), /No change/);
  });

  test("an inferred add prints a queued event whose status reaches SUCCEEDED", async () => {
    const dana = fresh("dana");

    const text = await mem0("add", said, "-u", dana);
    assert.match(text, /queued.*1 event pending/i);
    assert.match(text, /Queued/);
    const eventId = text.match(/event_id: ([0-9a-f-]{36})/)[1];
    await finished(eventId);
    const status = await mem0("event", "status", eventId);

    assert.match(status, /Status:\s+SUCCEEDED/);
    assert.match(status, /Type:\s+ADD/);
    assert.match(status, /Results \(1\)/);
    assert.match(status, /tea without sugar/i);
    assert.ok(status.includes(`user_id=${dana}`), status);
    assert.match(await mem0("list", "-u", dana, "-o", "text"), /tea without sugar/i);
  });

  test("agent mode tells the queued event, then its memory", async () => {
    const dana = fresh("dana");

    const [queued] = await data("add", said, "-u", dana);
    assert.equal(queued.status, "PENDING");
    assert.match(queued.event_id, uuid);
    await finished(queued.event_id);
    const event = await data("event", "status", queued.event_id);
    assert.equal(event.status, "SUCCEEDED");
    assert.equal(event.results[0].event, "ADD");
    assert.match(event.results[0].memory, /tea without sugar/i);
    assert.equal(event.results[0].user_id, dana);
  });

  test("messages come from an option, a file or standard input", async () => {
    const dana = fresh("dana");
    const messages = JSON.stringify([{ role: "user", content: "Plays bass" }]);
    const path = file(JSON.stringify([{ role: "assistant", content: "Booked the studio" }]));

    assert.match(await mem0("add", "--messages", messages, "-u", dana, "--no-infer"), /Plays bass/);
    assert.match(await mem0("add", "--file", path, "-u", dana, "--no-infer"), /Booked the studio/);
    const piped = await run(["add", "-u", dana, "--no-infer"], { input: "Likes long walks\n" });
    assert.equal(piped.code, 0, piped.text);
    assert.match(piped.text, /Likes long walks/);
    assert.equal((await data("list", "-u", dana)).length, 3);
  });

  test("options reach the stored memory", async () => {
    const dana = fresh("dana");

    const [added] = await data(
      "add", said, "-u", dana, "--agent-id", "bot", "--app-id", "kiosk", "--run-id", "r1", "--no-infer",
      "--metadata", '{"channel":"kiosk"}', "--immutable", "--expires", "2099-12-31", "--timestamp", "1714564800");

    assert.equal(added.memory, said);
    assert.equal(added.event, "ADD");
    const memory = await ok("GET", `/v1/memories/${added.id}/`);
    assert.deepEqual(
      [memory.user_id, memory.agent_id, memory.app_id, memory.run_id], [dana, "bot", "kiosk", "r1"]);
    assert.deepEqual(memory.metadata, { channel: "kiosk" });
    assert.equal(memory.expiration_date, "2099-12-31");
    assert.equal(memory.created_at, "2024-05-01T12:00:00.000000+00:00");
    await refused("update", added.id, "changed");
    assert.equal((await ok("GET", `/v1/memories/${added.id}/`)).memory, said);
  });

  test("an add without an owner fails with the server's sentence", async () => {
    assert.match(await refused("add", said, "--no-infer"), /At least one entity ID is required/);
  });

  test("search prints texts and scores in every format", async () => {
    const dana = fresh("dana");
    const [bass] = await store(["Plays bass in a jazz trio", "Is allergic to shellfish"], user(dana));

    const text = await mem0("search", "Which instrument is played in the trio?", "-u", dana, "-o", "text");
    assert.match(text, /Plays bass in a jazz trio/);
    assert.match(text, /Score: [01]\.\d\d/);
    assert.match(await mem0("search", "bass", "-u", dana, "-o", "table"), /Plays bass/);
    assert.match(await mem0("search", "bass", "-u", dana, "-o", "json"), /"score": 0?\.?\d/);
    const hits = await data("search", "bass in a jazz trio", "-u", dana, "--top-k", "1");
    assert.deepEqual(hits.map((hit) => hit.id), [bass]);
    assert.ok(hits[0].score > 0);
  });

  test("search options and filters reach the server", async () => {
    const dana = fresh("dana");
    await store(["Plays bass"], user(dana), { metadata: { v: 1 } });
    const [second] = await store(["Plays bass at night"], user(dana), { metadata: { v: 2 } });

    const filter = JSON.stringify({ AND: [user(dana), { metadata: { v: 2 } }] });
    const hits = await data("search", "bass", "--filter", filter, "--threshold", "0", "--rerank", "--keyword");
    assert.deepEqual(hits.map((hit) => hit.id), [second]);
    assert.deepEqual(
      (await data("search", "bass", "-u", dana, "--threshold", "0", "--fields", "memory", "--latest-only",
        "--reference-date", "2026-01-01")).map((hit) => Object.keys(hit).sort()),
      [["id", "memory", "score"], ["id", "memory", "score"]]);
    assert.match(await mem0("search", "bass", "-u", fresh("nobody")), /No memories found/);
  });

  test("a filter that lost its scope fails instead of widening", async () => {
    const filter = JSON.stringify({ AND: [{ categories: { in: ["food"] } }] });

    assert.match(await refused("search", "bass", "-u", "dana", "--filter", filter), /at least one entity ID/);
  });

  test("list prints text and table without scores", async () => {
    const dana = fresh("dana");
    const stored = await store(["Plays bass", "Likes tea"], user(dana));

    const text = await mem0("list", "-u", dana, "-o", "text");
    assert.match(text, /Found 2 memories/);
    assert.match(text, /Plays bass/);
    assert.ok(text.includes(stored[0].slice(0, 8)), text);
    assert.match(text, /Created: \d{4}-\d{2}-\d{2}/);
    assert.doesNotMatch(text, /Score/);
    const table = await mem0("list", "-u", dana);
    assert.match(table, /Likes tea/);
    assert.ok(table.includes(stored[1]), table);
    assert.match(await mem0("list", "-u", fresh("nobody"), "-o", "text"), /No memories found/);
  });

  test("list pages and narrows by date and category", async () => {
    const dana = fresh("dana");
    const stored = await store(["one", "two", "three"], user(dana));
    const ids = async (...args) => (await data("list", "-u", dana, ...args)).map((memory) => memory.id);

    assert.deepEqual(await ids("--page-size", "2"), [stored[2], stored[1]]);
    assert.deepEqual(await ids("--page-size", "2", "--page", "2"), [stored[0]]);
    assert.deepEqual(await ids("--after", "2020-01-01"), [...stored].reverse());
    assert.deepEqual(await ids("--before", "2020-01-01"), []);
    assert.deepEqual(await ids("--category", "no such category"), []);
  });

  test("a list without an owner fails with the server's sentence", async () => {
    assert.match(await refused("list"), /Filters are required/);
  });

  test("ids with slashes, spaces and percent signs work", async () => {
    const dana = `team/ana maria 100% ${fresh("x")}`;

    await mem0("add", said, "-u", dana, "--no-infer");

    assert.equal((await data("list", "-u", dana)).length, 1);
    assert.equal((await data("search", "tea", "-u", dana)).length, 1);
    await mem0("delete", "--all", "-u", dana, "--force");
    assert.equal((await data("list", "-u", dana)).length, 0);
  });

  test("get, update and delete", async () => {
    const [id] = await store(["Prefers oat milk"], user(fresh("dana")), { metadata: { v: 1 } });

    const shown = await mem0("get", id);
    assert.match(shown, /Prefers oat milk/);
    assert.ok(shown.includes(id), shown);
    assert.match(shown, /"v": ?1/);
    assert.match(await mem0("get", id, "-o", "json"), /"memory": "Prefers oat milk"/);
    assert.match(await mem0("update", id, "Prefers soy milk", "--metadata", '{"v":2}'), /updated/);
    const updated = await data("update", id, "Prefers rice milk", "--expires", "2099-12-31");
    assert.deepEqual(updated, { id, memory: "Prefers rice milk", expiration_date: "2099-12-31" });
    assert.deepEqual((await data("get", id)).metadata, { v: 2 });
    const dryRun = await mem0("delete", id, "--dry-run");
    assert.match(dryRun, /Prefers rice milk/);
    assert.match(dryRun, /No changes made/);
    assert.match(await mem0("get", id), /Prefers rice milk/);
    assert.match(await mem0("delete", id), /deleted/);
    assert.match(await refused("get", id), /not found/i);
  });

  test("delete --delete-linked succeeds", async () => {
    const [id] = await store(["Prefers oat milk"], user(fresh("dana")));

    await mem0("delete", id, "--delete-linked");

    await refused("get", id);
  });

  test("malformed and unknown ids fail", async () => {
    assert.match(await refused("get", "not-a-uuid"), /memory_id should be a valid UUID/);
    assert.match(await refused("get", "a/b c%"), /memory_id should be a valid UUID/);
    assert.match(await refused("get", neverStored), /not found/i);
    assert.match(await refused("delete", neverStored), /not found/i);
  });

  test("delete --all removes one user's memories and leaves the others", async () => {
    const dana = fresh("dana");
    const erin = fresh("erin");
    await store(["one", "two"], user(dana));
    await store(["three"], user(erin));

    assert.match(await mem0("delete", "--all", "-u", dana, "--dry-run"), /Would delete 2 memories/);
    assert.match(await mem0("delete", "--all", "-u", dana, "--force"), /Deletion started/);

    assert.equal((await data("list", "-u", dana)).length, 0);
    assert.equal((await data("list", "-u", erin)).length, 1);
  });

  test("delete --all without a scope deletes nothing", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));

    assert.match(await refused("delete", "--all", "--force"), /At least one filter is required/);

    assert.equal((await data("list", "-u", dana)).length, 1);
  });

  test("import adds every item of a file", async () => {
    const dana = fresh("dana");
    const path = file(JSON.stringify([
      { memory: "I play the cello in an amateur orchestra", metadata: { source: "diary" } },
      { text: "My brother Jonas lives in Bergen" },
    ]));

    assert.match(await mem0("import", path, "-u", dana), /Imported 2 memories/);

    const memories = await eventually("both memories appear", async () => {
      const answer = await ok("GET", `/v1/memories/?user_id=${dana}`);
      return answer.length >= 2 && answer;
    });
    const cello = memories.find((memory) => /cello/.test(memory.memory));
    assert.deepEqual(cello.metadata, { source: "diary" });
    assert.ok(memories.some((memory) => /Jonas/.test(memory.memory)), JSON.stringify(memories));
  });

  test("event list shows what happened", async () => {
    const dana = fresh("dana");
    const added = await ok("POST", "/v3/memories/add/", { messages: said, user_id: dana, infer: false });

    const table = await mem0("event", "list");
    assert.ok(table.includes(added.event_id.slice(0, 8)), table);
    assert.match(table, /ADD/);
    assert.match(table, /SUCCEEDED/);
    const event = (await data("event", "list")).find((each) => each.id === added.event_id);
    assert.equal(event.event_type, "ADD");
    assert.equal(typeof event.latency, "number");
  });

  test("an unknown event fails", async () => {
    assert.match(await refused("event", "status", neverStored), /not found/i);
  });
});

// Suites run one after the other, so that this one has the server to itself.
describe("command line: the whole project", () => {
  test("delete --all --project empties the project", async () => {
    await store(["one"], user(fresh("dana")));
    await store(["two"], { run_id: fresh("run") });

    assert.match(await mem0("delete", "--all", "--project", "--force"), /Deletion started/);

    assert.equal((await ok("GET", "/v1/stats/")).total_memories, 0);
  });
});
