// The published npm client `mem0ai` 2.x, unmodified: the /v1 and /v2 generations, with organization and project
// ids learned from ping sent on every call.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MemoryClient, MemoryNotFoundError, ValidationError } from "mem0ai-2";
import { apiKey, baseUrl, email, eventually, fresh, neverStored, prefixedUrl, store, unknownKey, user, uuid } from "./kit.mjs";

const client = new MemoryClient({ apiKey, host: baseUrl });
const statement = [{ role: "user", content: "I take my tea without sugar" }];
const ids = (memories) => memories.map((memory) => memory.id);

describe("old npm client: construction", () => {
  test("ping resolves and tells organization, project and e-mail", async () => {
    await client.ping();

    assert.match(client.organizationId, /./);
    assert.match(client.projectId, /./);
    assert.equal(client.telemetryId, email);
  });

  test("a wrong key makes every method reject", async () => {
    const stranger = new MemoryClient({ apiKey: unknownKey, host: baseUrl });

    await assert.rejects(stranger.ping(), { name: "AuthenticationError" });
    await assert.rejects(stranger.getAll({ user_id: "anyone" }), { name: "AuthenticationError" });
  });

  test("a host with a trailing slash or a prefix works", async () => {
    for (const host of [`${baseUrl}/`, prefixedUrl]) {
      const dana = fresh("dana");
      const other = new MemoryClient({ apiKey, host });
      const [stored] = await other.add(statement, { user_id: dana, infer: false, async_mode: false });
      assert.deepEqual(ids(await other.getAll({ user_id: dana })), [stored.id]);
    }
  });

  test("an unknown project is not found", async () => {
    const stranger = new MemoryClient({
      apiKey,
      host: baseUrl,
      organizationId: neverStored,
      projectId: neverStored,
    });

    await assert.rejects(stranger.getAll({ user_id: "anyone" }), MemoryNotFoundError);
    await assert.rejects(stranger.add(statement, { user_id: "anyone" }), MemoryNotFoundError);
  });
});

describe("old npm client: add", () => {
  test("an add is queued as an array of one, then its memory appears", async () => {
    const dana = fresh("dana");

    const added = await client.add(statement, { user_id: dana });

    assert.ok(Array.isArray(added), JSON.stringify(added));
    assert.equal(added.length, 1);
    assert.equal(added[0].status, "PENDING");
    assert.equal(typeof added[0].message, "string");
    assert.match(added[0].event_id, uuid);
    const memories = await eventually("the memory appears", async () => {
      const answer = await client.getAll({ user_id: dana });
      return answer.length > 0 && answer;
    });
    assert.equal(memories.length, 1);
    assert.match(memories[0].memory, /tea without sugar/i);
  });

  test("a synchronous add answers with the memories", async () => {
    const dana = fresh("dana");

    const added = await client.add(statement, { user_id: dana, async_mode: false });

    assert.equal(added.length, 1);
    assert.equal(added[0].event, "ADD");
    assert.match(added[0].memory, /tea without sugar/i);
    assert.equal(added[0].data.memory, added[0].memory);
    assert.equal((await client.get(added[0].id)).memory, added[0].memory);
  });

  test("output_format v1.1 wraps both kinds of answer", async () => {
    const queued = await client.add(statement, { user_id: fresh("dana"), output_format: "v1.1" });
    assert.deepEqual(Object.keys(queued).sort(), ["relations", "results"]);
    assert.equal(queued.results[0].status, "PENDING");

    const stored = await client.add(statement, {
      user_id: fresh("dana"), output_format: "v1.1", async_mode: false, infer: false,
    });
    assert.deepEqual(stored.relations, []);
    assert.equal(stored.results[0].memory, statement[0].content);
  });

  test("version alone does not change the shape", async () => {
    const added = await client.add(statement, { user_id: fresh("dana"), api_version: "v2" });

    assert.ok(Array.isArray(added), JSON.stringify(added));
  });

  test("a direct add is stored before the answer, whose shape still follows async_mode", async () => {
    const dana = fresh("dana");

    const added = await client.add(statement, { user_id: dana, infer: false });

    assert.equal(added[0].status, "PENDING");
    const memories = await client.getAll({ user_id: dana });
    assert.deepEqual(memories.map((memory) => memory.memory), [statement[0].content]);
  });

  test("an add without an owner is invalid", async () => {
    await assert.rejects(client.add(statement), ValidationError);
  });
});

describe("old npm client: search and list", () => {
  test("search v1 and v2 answer with bare arrays", async () => {
    const dana = fresh("dana");
    const [bass] = await store(["Plays bass in a jazz trio", "Is allergic to shellfish"], user(dana));

    for (const options of [
      { user_id: dana },
      { api_version: "v2", filters: user(dana) },
      { api_version: "v2", filters: { AND: [user(dana)] } },
      { api_version: "v2", user_id: dana },
    ]) {
      const hits = await client.search("Who plays bass?", options);
      assert.ok(Array.isArray(hits), JSON.stringify(hits));
      assert.equal(hits[0].id, bass, JSON.stringify(options));
      assert.equal(typeof hits[0].score, "number");
      assert.ok(hits[0].score > 0);
    }
  });

  test("search wraps its array when output_format says v1.1", async () => {
    const dana = fresh("dana");
    await store(["Plays bass"], user(dana));

    for (const options of [
      { user_id: dana, output_format: "v1.1" },
      { api_version: "v2", filters: user(dana), output_format: "v1.1" },
      { api_version: "v2", filters: user(dana), enable_graph: true },
    ]) {
      const answer = await client.search("bass", options);
      assert.deepEqual(Object.keys(answer).sort(), ["relations", "results"]);
      assert.equal(answer.results.length, 1);
      assert.deepEqual(answer.relations, []);
    }
  });

  test("search without an owner is invalid in both versions", async () => {
    await assert.rejects(client.search("tea", {}), ValidationError);
    await assert.rejects(client.search("tea", { api_version: "v2" }), ValidationError);
  });

  test("list v1 is an array, and an envelope with both paging parameters", async () => {
    const dana = fresh("dana");
    const stored = await store(["one", "two", "three"], user(dana));
    const newestFirst = [...stored].reverse();

    const all = await client.getAll({ user_id: dana });
    assert.deepEqual(ids(all), newestFirst);
    assert.ok(!("score" in all[0]));
    const page = await client.getAll({ user_id: dana, page: 2, page_size: 2 });
    assert.equal(page.count, 3);
    assert.deepEqual(ids(page.results), newestFirst.slice(2));
    assert.ok(page.previous);
    assert.equal(page.next, null);
  });

  test("list v2 is an array, and an envelope with both paging parameters", async () => {
    const dana = fresh("dana");
    const stored = await store(["one", "two", "three"], user(dana));
    const newestFirst = [...stored].reverse();

    for (const scope of [{ filters: user(dana) }, { user_id: dana }]) {
      assert.deepEqual(ids(await client.getAll({ api_version: "v2", ...scope })), newestFirst);
      const page = await client.getAll({ api_version: "v2", ...scope, page: 1, page_size: 2 });
      assert.equal(page.count, 3);
      assert.deepEqual(ids(page.results), newestFirst.slice(0, 2));
      assert.ok(page.next);
    }
  });

  test("list without an owner is invalid in both versions", async () => {
    await assert.rejects(client.getAll(), ValidationError);
    await assert.rejects(client.getAll({ api_version: "v2" }), ValidationError);
  });
});

describe("old npm client: one memory and many", () => {
  test("get, update, history and delete", async () => {
    const [id] = await store(["Prefers oat milk"], user(fresh("dana")));

    assert.equal((await client.get(id)).memory, "Prefers oat milk");
    const updated = await client.update(id, { text: "Prefers soy milk", metadata: { v: 2 } });
    assert.equal(updated.memory, "Prefers soy milk");
    assert.deepEqual((await client.get(id)).metadata, { v: 2 });
    assert.deepEqual((await client.history(id)).map((row) => row.event), ["ADD", "UPDATE"]);
    assert.equal(typeof (await client.delete(id)).message, "string");
    await assert.rejects(client.get(id), MemoryNotFoundError);
    await assert.rejects(client.get("not-a-uuid"), ValidationError);
  });

  test("batchUpdate, batchDelete and deleteAll", async () => {
    const dana = fresh("dana");
    const [first, second, third] = await store(["one", "two", "three"], user(dana));

    const updated = await client.batchUpdate([{ memoryId: first, text: "uno" }, { memoryId: second, text: "due" }]);
    assert.equal(updated.message, "Successfully updated 2 memories");
    assert.equal((await client.batchDelete([first, second])).message, "Successfully deleted 2 memories");
    assert.deepEqual(ids(await client.getAll({ user_id: dana })), [third]);
    assert.equal(typeof (await client.deleteAll({ user_id: dana })).message, "string");
    assert.deepEqual(await client.getAll({ user_id: dana }), []);
  });
});
