// The published npm client `mem0ai` 3.x, unmodified.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  AuthenticationError,
  MemoryClient,
  MemoryNotFoundError,
  ValidationError,
} from "mem0ai";
import {
  apiKey,
  awkwardIds,
  baseUrl,
  email,
  eventually,
  fresh,
  neverStored,
  ok,
  prefixedUrl,
  store,
  unknownKey,
  user,
  uuid,
  wireTime,
} from "./kit.mjs";

const client = new MemoryClient({ apiKey, host: baseUrl });
const statement = [{ role: "user", content: "I take my tea without sugar" }];
const texts = (page) => page.results.map((memory) => memory.memory);
const ids = (page) => page.results.map((memory) => memory.id);

describe("npm client: construction", () => {
  test("ping resolves and tells organization, project and e-mail", async () => {
    await client.ping();
    await client.initialized;

    assert.match(client.organizationId, /./);
    assert.match(client.projectId, /./);
    assert.equal(client.telemetryId, email);
  });

  test("a wrong key makes ping and every other call reject", async () => {
    const stranger = new MemoryClient({ apiKey: unknownKey, host: baseUrl });

    await assert.rejects(stranger.ping(), AuthenticationError);
    await assert.rejects(stranger.getAll({ filters: user("anyone") }), AuthenticationError);
  });

  for (const [what, host] of [
    ["a trailing slash", `${baseUrl}/`],
    ["a path prefix", prefixedUrl],
    ["a path prefix and a trailing slash", `${prefixedUrl}/`],
  ]) {
    test(`a host with ${what} works for every kind of call`, async () => {
      const other = new MemoryClient({ apiKey, host });
      const dana = fresh("dana");

      await other.ping();
      const added = await other.add(statement, { userId: dana, infer: false });
      const id = added.results[0].id;
      assert.equal((await other.get(id)).memory, statement[0].content);
      assert.equal((await other.getAll({ filters: user(dana) })).count, 1);
      assert.equal((await other.search("tea", { filters: user(dana) })).results[0].id, id);
      await other.update(id, { text: "Takes tea with honey" });
      assert.equal((await other.history(id)).length, 2);
      await other.delete(id);
      await assert.rejects(other.get(id), MemoryNotFoundError);
    });
  }
});

describe("npm client: add", () => {
  test("an inferred add is queued, then its memory appears in list and search", async () => {
    const dana = fresh("dana");

    const added = await client.add(statement, { userId: dana });
    assert.match(added.eventId, uuid);
    assert.equal(added.status, "PENDING");
    assert.ok(!("results" in added), "a queued add must not look like a processed one");

    const page = await eventually("the memory appears", async () => {
      const answer = await client.getAll({ filters: user(dana) });
      return answer.count > 0 && answer;
    });
    assert.equal(page.count, 1);
    assert.match(page.results[0].memory, /tea without sugar/i);
    assert.equal(page.results[0].userId, dana);
    const found = await client.search("How do I drink my tea?", { filters: user(dana) });
    assert.deepEqual(ids(found), ids(page));
  });

  test("what an event calls SUCCEEDED is already visible to get, list and search", async () => {
    const dana = fresh("dana");

    const { eventId } = await client.add(statement, { userId: dana });
    const event = await eventually("the event succeeds", async () => {
      const answer = await client._fetchWithErrorHandling(`${baseUrl}/v1/event/${eventId}/`, {});
      assert.notEqual(answer.status, "FAILED", answer.error);
      return answer.status === "SUCCEEDED" && answer;
    });

    const [item] = event.results;
    assert.equal(item.event, "ADD");
    assert.equal(item.memory, item.data.memory);
    assert.equal((await client.get(item.id)).memory, item.memory);
    assert.deepEqual(ids(await client.getAll({ filters: user(dana) })), [item.id]);
    assert.deepEqual(ids(await client.search("tea", { filters: user(dana) })), [item.id]);
  });

  test("a direct add stores user and assistant texts verbatim and drops system texts", async () => {
    const dana = fresh("dana");

    const added = await client.add(
      [
        { role: "system", content: "You are a barista." },
        { role: "user", content: "  Oat milk, please!  " },
        { role: "assistant", content: "Coming right up?" },
      ],
      { userId: dana, infer: false },
    );

    assert.equal(added.status, "SUCCEEDED");
    assert.match(added.eventId, uuid);
    assert.equal(typeof added.message, "string");
    assert.deepEqual(texts(added), ["  Oat milk, please!  ", "Coming right up?"]);
    assert.deepEqual(added.results.map((item) => item.event), ["ADD", "ADD"]);
    assert.deepEqual(added.results.map((item) => item.data.memory), texts(added));
    assert.deepEqual(new Set(texts(await client.getAll({ filters: user(dana) }))), new Set(texts(added)));
  });

  test("an exact repeat of a direct add stores nothing and names the existing memory", async () => {
    const dana = fresh("dana");

    const first = await client.add(statement, { userId: dana, infer: false });
    const second = await client.add(statement, { userId: dana, infer: false });

    assert.equal(second.results[0].event, "NOOP");
    assert.equal(second.results[0].id, first.results[0].id);
    assert.equal((await client.getAll({ filters: user(dana) })).count, 1);
  });

  test("metadata comes back exactly as written", async () => {
    const metadata = { channelName: "kiosk", nested_key: { innerKey: [1, 2.5, true, null] }, "odd key!": "ü" };

    const added = await client.add(statement, { userId: fresh("dana"), infer: false, metadata });

    assert.deepEqual((await client.get(added.results[0].id)).metadata, metadata);
  });

  test("timestamp sets both times", async () => {
    const added = await client.add(statement, { userId: fresh("dana"), infer: false, timestamp: 1714564800 });

    const memory = await client.get(added.results[0].id);
    assert.equal(memory.createdAt, "2024-05-01T12:00:00.000000+00:00");
    assert.equal(memory.updatedAt, memory.createdAt);
  });

  test("an expired memory is hidden from list and search unless asked for", async () => {
    const dana = fresh("dana");
    const added = await client.add(statement, { userId: dana, infer: false, expirationDate: "2020-01-31" });

    assert.equal((await client.getAll({ filters: user(dana) })).count, 0);
    assert.deepEqual(texts(await client.search("tea", { filters: user(dana) })), []);
    assert.equal((await client.getAll({ filters: user(dana), showExpired: true })).count, 1);
    assert.equal((await client.search("tea", { filters: user(dana), showExpired: true })).results.length, 1);
    assert.equal((await client.get(added.results[0].id)).expirationDate, "2020-01-31");
  });

  test("an immutable memory refuses updates but can be deleted", async () => {
    const added = await client.add(statement, { userId: fresh("dana"), infer: false, immutable: true });
    const id = added.results[0].id;

    await assert.rejects(client.update(id, { text: "changed" }), ValidationError);
    assert.equal((await client.get(id)).memory, statement[0].content);
    assert.equal(typeof (await client.delete(id)).message, "string");
  });

  test("an add without an owner, or with a bare category name, is invalid", async () => {
    await assert.rejects(client.add(statement), ValidationError);
    await assert.rejects(
      client.add(statement, { userId: fresh("dana"), customCategories: ["food"] }),
      ValidationError,
    );
    await assert.rejects(
      client.add(statement, { userId: fresh("dana"), expirationDate: "31.01.2030" }),
      ValidationError,
    );
  });
});

describe("npm client: search", () => {
  test("scores are numbers above zero and fall from first to last", async () => {
    const dana = fresh("dana");
    await store(["Plays bass in a jazz trio", "Is allergic to shellfish", "Cycles to work every day"], user(dana));

    const { results } = await client.search("Which instrument is played in the trio?", { filters: user(dana) });

    assert.ok(results.length > 0);
    assert.equal(results[0].memory, "Plays bass in a jazz trio");
    for (const [at, hit] of results.entries()) {
      assert.equal(typeof hit.score, "number");
      assert.ok(hit.score > 0 && hit.score <= 1, `score ${hit.score}`);
      if (at > 0) assert.ok(hit.score <= results[at - 1].score, "descending");
    }
  });

  test("an unknown user has no hits", async () => {
    const answer = await client.search("anything", { filters: user(fresh("nobody")) });

    assert.deepEqual(answer, { results: [] });
  });

  test("topK limits and threshold cuts off", async () => {
    const dana = fresh("dana");
    await store(["Drinks tea", "Drinks coffee", "Drinks water"], user(dana));

    const all = await client.search("What is drunk?", { filters: user(dana), topK: 10, threshold: 0 });
    assert.equal(all.results.length, 3);
    const two = await client.search("What is drunk?", { filters: user(dana), topK: 2, threshold: 0 });
    assert.deepEqual(ids(two), ids(all).slice(0, 2));
    const strict = await client.search("quarterly tax return", { filters: user(dana), threshold: 0.95 });
    assert.deepEqual(strict.results, []);
  });

  test("AND, OR, NOT and metadata filters choose the rows", async () => {
    const dana = fresh("dana");
    const app = fresh("app");
    const [mail] = await store(["Prefers e-mail reminders"], user(dana), { metadata: { source: "email" } });
    const [chat] = await store(["Prefers chat reminders"], user(dana), { metadata: { source: "chat" }, app_id: app });
    const [other] = await store(["Prefers phone reminders"], { app_id: app });
    const found = async (filters) =>
      new Set(ids(await client.search("reminders", { filters, threshold: 0, topK: 50 })));

    assert.deepEqual(await found(user(dana)), new Set([mail, chat]));
    assert.deepEqual(await found({ AND: [user(dana), { app_id: app }] }), new Set([chat]));
    assert.deepEqual(await found({ OR: [user(dana), { app_id: app }] }), new Set([mail, chat, other]));
    assert.deepEqual(
      await found({ AND: [user(dana), { NOT: [{ metadata: { source: "email" } }] }] }),
      new Set([chat]),
    );
    assert.deepEqual(await found({ AND: [user(dana), { metadata: { source: { ne: "chat" } } }] }), new Set([mail]));
    assert.deepEqual(await found({ userId: dana }), new Set([mail, chat]));
  });

  test("fields keeps the named fields, the id and the score", async () => {
    const dana = fresh("dana");
    await store(["Plays bass"], user(dana), { metadata: { v: 1 } });

    const { results } = await client.search("bass", { filters: user(dana), fields: ["memory", "createdAt"] });

    assert.deepEqual(Object.keys(results[0]).sort(), ["createdAt", "id", "memory", "score"]);
  });

  test("a search without filters, without an owner, or with unknown keys is invalid", async () => {
    await assert.rejects(client.search("tea"), ValidationError);
    await assert.rejects(client.search("tea", { filters: {} }), ValidationError);
    await assert.rejects(client.search("tea", { filters: { categories: { in: ["food"] } } }), ValidationError);
    await assert.rejects(client.search("tea", { filters: { ...user("dana"), colour: "red" } }), ValidationError);
    await assert.rejects(client.search("tea", { filters: user("dana"), topK: 0 }), ValidationError);
    await assert.rejects(client.search("tea", { filters: user("dana"), threshold: 1.2 }), ValidationError);
    await assert.rejects(client.search("   ", { filters: user("dana") }), ValidationError);
  });
});

describe("npm client: list", () => {
  test("pages are newest first and end with null", async () => {
    const dana = fresh("dana");
    const stored = await store(["one", "two", "three", "four", "five"], user(dana));
    const newestFirst = [...stored].reverse();

    const first = await client.getAll({ filters: user(dana), page: 1, pageSize: 2 });
    assert.equal(first.count, 5);
    assert.ok(first.next);
    assert.equal(first.previous, null);
    assert.deepEqual(ids(first), newestFirst.slice(0, 2));
    const last = await client.getAll({ filters: user(dana), page: 3, pageSize: 2 });
    assert.deepEqual(ids(last), newestFirst.slice(4));
    assert.equal(last.next, null);
    assert.ok(last.previous);
    await assert.rejects(client.getAll({ filters: user(dana), page: 4, pageSize: 2 }), MemoryNotFoundError);
    assert.deepEqual(ids(await client.getAll({ filters: user(dana), pageSize: 3 })), newestFirst.slice(0, 3));
    assert.deepEqual(ids(await client.getAll({ filters: user(dana) })), newestFirst);
  });

  test("an unknown user has an empty first page", async () => {
    const page = await client.getAll({ filters: user(fresh("nobody")) });

    assert.deepEqual(page, { count: 0, next: null, previous: null, results: [] });
  });

  test("list and get answers carry the full object and no score", async () => {
    const dana = fresh("dana");
    const [id] = await store(["Plays bass"], { ...user(dana), run_id: "tour" });

    for (const memory of [(await client.getAll({ filters: user(dana) })).results[0], await client.get(id)]) {
      assert.ok(!("score" in memory), "score belongs to search only");
      assert.equal(memory.memory, "Plays bass");
      assert.equal(memory.userId, dana);
      assert.equal(memory.agentId, null);
      assert.equal(memory.appId, null);
      assert.equal(memory.runId, "tour");
      assert.equal(memory.sessionId, "tour");
      assert.deepEqual(memory.metadata, {});
      assert.equal(memory.expirationDate, null);
      assert.equal(memory.immutable, false);
      assert.equal(memory.lifecycleState, "active");
      assert.ok(memory.categories === null || Array.isArray(memory.categories));
      assert.match(memory.createdAt, wireTime);
      assert.match(memory.updatedAt, wireTime);
    }
  });

  test("a date window and a metadata condition narrow the list", async () => {
    const dana = fresh("dana");
    await client.add(statement, { userId: dana, infer: false, timestamp: 1714564800 });
    const [recent] = await store(["Plays bass"], user(dana), { metadata: { v: 1 } });

    const old = await client.getAll({ filters: user(dana), startDate: "2024-05-01", endDate: "2024-05-01" });
    assert.deepEqual(texts(old), [statement[0].content]);
    assert.deepEqual(ids(await client.getAll({ filters: user(dana), metadata: { v: 1 } })), [recent]);
    assert.deepEqual(
      ids(await client.getAll({ filters: { AND: [user(dana), { created_at: { gte: "2025-01-01" } }] } })),
      [recent],
    );
  });

  test("a list without filters is invalid", async () => {
    await assert.rejects(client.getAll(), ValidationError);
    await assert.rejects(client.getAll({ filters: {} }), ValidationError);
  });
});

describe("npm client: one memory", () => {
  test("get, update, delete, and then it is gone", async () => {
    const [id] = await store(["Prefers oat milk"], user(fresh("dana")), { metadata: { v: 1, old: true } });
    const before = await client.get(id);

    const updated = await client.update(id, { text: "Prefers soy milk" });
    assert.equal(updated.id, id);
    assert.equal(updated.memory, "Prefers soy milk");
    assert.equal(updated.text, "Prefers soy milk");
    assert.deepEqual(updated.metadata, { v: 1, old: true });
    assert.equal(updated.createdAt, before.createdAt);
    assert.ok(updated.updatedAt > before.updatedAt);
    await client.update(id, { metadata: { v: 2 } });
    const after = await client.get(id);
    assert.equal(after.memory, "Prefers soy milk");
    assert.deepEqual(after.metadata, { v: 2 }, "metadata is replaced, not merged");

    assert.equal((await client.delete(id)).message, "Memory deleted successfully!");
    await assert.rejects(client.get(id), MemoryNotFoundError);
    await assert.rejects(client.delete(id), MemoryNotFoundError);
    await assert.rejects(client.update(id, { text: "again" }), MemoryNotFoundError);
  });

  test("an explicit null clears the expiration date, an absent one keeps it", async () => {
    const [id] = await store(["Has a day pass"], user(fresh("dana")));

    assert.equal((await client.update(id, { expirationDate: "2099-12-31" })).expirationDate, "2099-12-31");
    await client.update(id, { text: "Has a season pass" });
    assert.equal((await client.get(id)).expirationDate, "2099-12-31");
    await client.update(id, { expirationDate: null });
    assert.equal((await client.get(id)).expirationDate, null);
  });

  test("an updated text is what search finds", async () => {
    const dana = fresh("dana");
    const [id] = await store(["Plays the violin"], user(dana));

    await client.update(id, { text: "Collects antique stamps" });

    const { results } = await client.search("antique stamps", { filters: user(dana) });
    assert.deepEqual(texts({ results }), ["Collects antique stamps"]);
    assert.equal(results[0].id, id);
  });

  test("ids that are no UUID are invalid, unknown ones are not found", async () => {
    for (const malformed of ["not-a-uuid", "team/ana", "ana maria", "100%", "user/dana", "a?b#c"]) {
      await assert.rejects(client.get(malformed), ValidationError, malformed);
      await assert.rejects(client.history(malformed), ValidationError, malformed);
      await assert.rejects(client.update(malformed, { text: "x" }), ValidationError, malformed);
      await assert.rejects(client.delete(malformed), ValidationError, malformed);
    }
    for (const unknown of [neverStored, "00000000-0000-0000-0000-000000000000"]) {
      await assert.rejects(client.get(unknown), MemoryNotFoundError);
      await assert.rejects(client.history(unknown), MemoryNotFoundError);
      await assert.rejects(client.update(unknown, { text: "x" }), MemoryNotFoundError);
      await assert.rejects(client.delete(unknown), MemoryNotFoundError);
    }
  });

  test("errors carry the documented body", async () => {
    await assert.rejects(client.get("not-a-uuid"), (error) => {
      assert.equal(error.errorCode, "HTTP_400");
      assert.equal(JSON.parse(error.message).error, "memory_id should be a valid UUID");
      return true;
    });
    await assert.rejects(client.get(neverStored), (error) => {
      assert.equal(error.errorCode, "HTTP_404");
      assert.equal(JSON.parse(error.message).error, "Memory not found!");
      return true;
    });
  });

  test("deleteLinked answers how many went along", async () => {
    const [id] = await store(["Prefers oat milk"], user(fresh("dana")));

    const answer = await client._fetchWithErrorHandling(
      `${baseUrl}/v1/memories/${id}/?delete_linked=true`, { method: "DELETE" });
    assert.equal(answer.cascadeCount, 0);
    const [other] = await store(["Prefers soy milk"], user(fresh("dana")));
    await client.delete(other, { deleteLinked: false });
    await assert.rejects(client.get(other), MemoryNotFoundError);
  });

  test("history tells add, update and delete, oldest first", async () => {
    const dana = fresh("dana");
    const [id] = await store(["Prefers oat milk"], user(dana));
    await client.update(id, { text: "Prefers soy milk" });
    await client.delete(id);

    const rows = await client.history(id);

    assert.deepEqual(rows.map((row) => row.event), ["ADD", "UPDATE", "DELETE"]);
    assert.deepEqual(rows.map((row) => row.oldMemory), [null, "Prefers oat milk", "Prefers soy milk"]);
    assert.deepEqual(rows.map((row) => row.newMemory), ["Prefers oat milk", "Prefers soy milk", null]);
    assert.deepEqual(rows[0].input, [{ role: "user", content: "Prefers oat milk" }]);
    for (const row of rows) {
      assert.match(row.id, uuid);
      assert.equal(row.memoryId, id);
      assert.equal(row.userId, dana);
      assert.ok(!Number.isNaN(Date.parse(row.createdAt)), row.createdAt);
      assert.ok(!Number.isNaN(Date.parse(row.updatedAt)), row.updatedAt);
    }
  });
});

describe("npm client: many memories", () => {
  test("batchUpdate and batchDelete say how many changed", async () => {
    const dana = fresh("dana");
    const [first, second, third] = await store(["one", "two", "three"], user(dana));

    const updated = await client.batchUpdate([
      { memoryId: first, text: "uno" },
      { memoryId: second, text: "due" },
      { memoryId: neverStored, text: "niente" },
    ]);
    assert.equal(updated.message, "Successfully updated 2 memories");
    assert.equal((await client.get(first)).memory, "uno");
    const deleted = await client.batchDelete([first, second, neverStored]);
    assert.equal(deleted.message, "Successfully deleted 2 memories");
    assert.deepEqual(ids(await client.getAll({ filters: user(dana) })), [third]);
  });

  test("batchDelete also takes objects, as upstream's example does", async () => {
    const dana = fresh("dana");
    const stored = await store(["one", "two"], user(dana));

    const deleted = await client.batchDelete(stored.map((id) => ({ memory_id: id })));

    assert.equal(deleted.message, "Successfully deleted 2 memories");
    assert.equal((await client.getAll({ filters: user(dana) })).count, 0);
  });

  test("1001 items are too many, 1000 are not", async () => {
    const many = Array.from({ length: 1001 }, () => neverStored);

    await assert.rejects(client.batchDelete(many), ValidationError);
    await assert.rejects(client.batchUpdate(many.map((memoryId) => ({ memoryId, text: "x" }))), ValidationError);
    assert.equal((await client.batchDelete(many.slice(1))).message, "Successfully deleted 0 memories");
  });

  test("a malformed id in a batch leaves all items alone", async () => {
    const [id] = await store(["one"], user(fresh("dana")));

    await assert.rejects(client.batchDelete([id, "not-a-uuid"]), ValidationError);
    await assert.rejects(
      client.batchUpdate([{ memoryId: id, text: "uno" }, { memoryId: "not-a-uuid", text: "x" }]),
      ValidationError,
    );
    assert.equal((await client.get(id)).memory, "one");
  });

  test("deleteAll removes exactly the scope, and is done when it returns", async () => {
    const dana = fresh("dana");
    const erin = fresh("erin");
    await store(["one", "two"], user(dana));
    await store(["three"], user(erin));

    const answer = await client.deleteAll({ userId: dana });

    assert.equal(typeof answer.message, "string");
    assert.match(answer.eventId, uuid);
    assert.equal((await client.getAll({ filters: user(dana) })).count, 0);
    assert.deepEqual((await client.search("one", { filters: user(dana), threshold: 0 })).results, []);
    assert.deepEqual(texts(await client.getAll({ filters: user(erin) })), ["three"]);
  });

  test("several ids of deleteAll must all match", async () => {
    const dana = fresh("dana");
    await store(["in the run"], { ...user(dana), run_id: "r1" });
    await store(["in another run"], { ...user(dana), run_id: "r2" });
    await store(["in no run"], user(dana));

    await client.deleteAll({ userId: dana, runId: "r1" });
    const left = texts(await client.getAll({ filters: user(dana) }));
    assert.deepEqual(new Set(left), new Set(["in no run", "in another run"]));
    await client.deleteAll({ userId: dana, runId: "*" });
    assert.deepEqual(texts(await client.getAll({ filters: user(dana) })), ["in no run"]);
  });

  test("deleteAll of an unknown user still says something", async () => {
    assert.equal(typeof (await client.deleteAll({ userId: fresh("nobody") })).message, "string");
  });

  test("deleteAll without a usable scope deletes nothing", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));

    await assert.rejects(client.deleteAll(), ValidationError);
    // The client turns an object into the text "[object Object]"; dropping it silently would widen the scope.
    await assert.rejects(client.deleteAll({ filters: user(dana) }), ValidationError);
    await assert.rejects(client.deleteAll({ userId: dana, metadata: { v: 1 } }), ValidationError);
    assert.equal((await client.getAll({ filters: user(dana) })).count, 1);
  });

  for (const awkward of awkwardIds) {
    test(`the user id ${JSON.stringify(awkward)} survives every route`, async () => {
      const dana = `${awkward}~${fresh("x")}`;

      const added = await client.add(statement, { userId: dana, infer: false });
      const id = added.results[0].id;
      assert.equal((await client.get(id)).userId, dana);
      assert.equal((await client.history(id))[0].userId, dana);
      assert.deepEqual(ids(await client.getAll({ filters: user(dana) })), [id]);
      assert.deepEqual(ids(await client.search("tea", { filters: user(dana) })), [id]);
      const page = await ok("GET", `/v1/memories/user/${encodeURIComponent(dana)}/`);
      assert.deepEqual(ids(page), [id]);
      assert.equal(page.results[0].user_id, dana);
      await client.deleteAll({ userId: dana });
      assert.equal((await client.getAll({ filters: user(dana) })).count, 0);
    });
  }
});
