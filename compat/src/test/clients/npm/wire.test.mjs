// Plain HTTP: shapes of the older endpoint generations, transport rules, and routes no client method reaches.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { apiKey, awkwardIds, baseUrl, email, eventually, fresh, http, neverStored, ok, prefixedUrl, store, unknownKey, user, uuid, wireTime } from "./kit.mjs";

const statement = [{ role: "user", content: "I take my tea without sugar" }];

async function refused(status, method, path, body) {
  const answer = await http(method, path, { body });
  assert.equal(answer.status, status, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

describe("old shapes", () => {
  test("POST /v1/memories/ answers with an array, or with an object for v1.1", async () => {
    const queued = await ok("POST", "/v1/memories/", { messages: statement, user_id: fresh("dana") });
    assert.equal(queued.length, 1);
    assert.deepEqual(Object.keys(queued[0]).sort(), ["event_id", "message", "status"]);
    assert.equal(queued[0].status, "PENDING");

    const wrapped = await ok("POST", "/v1/memories/", {
      messages: statement, user_id: fresh("dana"), output_format: "v1.1",
    });
    assert.deepEqual(Object.keys(wrapped).sort(), ["relations", "results"]);
    assert.equal(wrapped.results[0].status, "PENDING");
    assert.deepEqual(wrapped.relations, []);
  });

  test("POST /v1/memories/ accepts a string message and refuses a missing owner", async () => {
    const dana = fresh("dana");
    const [stored] = await ok("POST", "/v1/memories/", {
      messages: "Plays bass", user_id: dana, infer: false, async_mode: false,
    });
    assert.equal(stored.memory, "Plays bass");

    const body = await refused(400, "POST", "/v1/memories/", { messages: statement });
    assert.equal(body.error, "At least one of the filters: agent_id, user_id, app_id, run_id is required!");
  });

  test("POST /v1/memories/ with nothing to store is refused in the documented shape", async () => {
    for (const messages of [undefined, null, [], 7, ["text"], [{ content: "no role" }]]) {
      const body = await refused(400, "POST", "/v1/memories/", { messages, user_id: fresh("dana") });
      assert.equal(body.error, "400 Bad Request", JSON.stringify(messages));
      assert.equal(typeof body.details.message, "string");
      assert.equal(typeof body.detail, "string");
    }
  });

  test("POST /v2/memories/search/ answers with an array", async () => {
    const dana = fresh("dana");
    const [id] = await store(["Plays bass"], user(dana));

    const hits = await ok("POST", "/v2/memories/search/", { query: "bass", filters: user(dana) });

    assert.deepEqual(hits.map((hit) => hit.id), [id]);
    assert.ok(hits[0].score > 0);
    const wrapped = await ok("POST", "/v2/memories/search/", {
      query: "bass", filters: user(dana), output_format: "v1.1",
    });
    assert.deepEqual(wrapped.results.map((hit) => hit.id), [id]);
    assert.deepEqual(wrapped.relations, []);
  });

  test("POST /v1/memories/search/ takes ids at the top level", async () => {
    const dana = fresh("dana");
    const [id] = await store(["Plays bass"], user(dana));

    const hits = await ok("POST", "/v1/memories/search/", { query: "bass", user_id: dana });

    assert.deepEqual(hits.map((hit) => hit.id), [id]);
    const body = await refused(400, "POST", "/v1/memories/search/", { query: "bass" });
    assert.equal(body.message, "At least one of the filters: agent_id, user_id, app_id, run_id is required!");
    assert.match((await refused(400, "POST", "/v2/memories/search/", { query: "bass" })).error, /^Filters are required/);
  });

  test("GET /v1/memories/ answers with an array, or an envelope with both paging parameters", async () => {
    const dana = fresh("dana");
    const stored = await store(["one", "two", "three"], user(dana));
    const newestFirst = [...stored].reverse();
    const query = `/v1/memories/?user_id=${dana}`;
    const ids = (memories) => memories.map((memory) => memory.id);

    assert.deepEqual(ids(await ok("GET", query)), newestFirst);
    assert.deepEqual(ids(await ok("GET", `${query}&page=1`)), newestFirst);
    assert.deepEqual(ids(await ok("GET", `${query}&limit=2`)), newestFirst.slice(0, 2));
    const page = await ok("GET", `${query}&page=1&page_size=2`);
    assert.deepEqual(Object.keys(page).sort(), ["count", "next", "previous", "results"]);
    assert.deepEqual(ids(page.results), newestFirst.slice(0, 2));
    assert.equal(page.count, 3);
    const next = new URL(page.next);
    assert.equal(next.searchParams.get("user_id"), dana, "other parameters are kept");
    assert.equal(next.searchParams.get("page"), "2");
    assert.deepEqual(ids((await ok("GET", next.pathname + next.search)).results), newestFirst.slice(2));
    assert.deepEqual(ids((await ok("GET", `${query}&output_format=v1.1`)).results), newestFirst);
  });

  test("GET /v1/memories/ refuses what upstream refuses, in upstream's words", async () => {
    assert.deepEqual(await refused(400, "GET", "/v1/memories/"), [
      "One of the filters: app_id, user_id, agent_id, run_id is required!",
    ]);
    assert.equal((await refused(400, "GET", "/v1/memories/?user_id=a&limit=201")).error, "limit must be <= 200");
    assert.equal(
      (await refused(400, "GET", "/v1/memories/?user_id=a&limit=none")).error,
      "limit must be a positive integer",
    );
    assert.equal(
      (await refused(404, "GET", `/v1/memories/?user_id=${fresh("a")}&page=2&page_size=10`)).detail,
      "Invalid page.",
    );
  });

  test("POST /v2/memories/ without a scope names the missing filters", async () => {
    const body = await refused(400, "POST", "/v2/memories/", {});
    assert.match(body.message ?? body.error, /^(One of the filters:|Filters are required)/);
  });

  test("organization and project ids of older clients are honoured, empty ones are absent", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));
    const { org_id, project_id } = await ok("GET", "/v1/ping/");

    assert.equal((await ok("GET", `/v1/memories/?user_id=${dana}&org_id=${org_id}&project_id=${project_id}`)).length, 1);
    assert.equal((await ok("GET", `/v1/memories/?user_id=${dana}&org_id=&project_id=`)).length, 1);
    await ok("GET", `/v1/ping/?org_id=${org_id}&project_id=${project_id}`);
    await refused(404, "GET", `/v1/memories/?user_id=${dana}&project_id=${neverStored}`);
    await refused(404, "GET", `/v1/ping/?org_id=${neverStored}&project_id=${neverStored}`);
  });
});

describe("query strings", () => {
  test("an object may be JSON, bracketed keys or the text of a Python dictionary", async () => {
    const dana = fresh("dana");
    await store(["from chat"], user(dana), { metadata: { source: "chat", seen: true } });
    const [mail] = await store(["from mail"], user(dana), { metadata: { source: "it's mail", seen: true } });

    for (const metadata of [
      `metadata=${encodeURIComponent(JSON.stringify({ source: "it's mail", seen: true }))}`,
      `metadata=${encodeURIComponent(`{'source': "it's mail", 'seen': True}`)}`,
      `metadata[source]=it's+mail`,
      `metadata%5Bsource%5D=it%27s%20mail`,
    ]) {
      const memories = await ok("GET", `/v1/memories/?user_id=${dana}&${metadata}`);
      assert.deepEqual(memories.map((memory) => memory.id), [mail], metadata);
    }
  });

  test("an object that cannot be read is refused, on DELETE before anything is deleted", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));

    for (const unreadable of ["metadata=[object+Object]", "metadata=[object%20Object]", "metadata={"]) {
      await refused(400, "GET", `/v1/memories/?user_id=${dana}&${unreadable}`);
      await refused(400, "DELETE", `/v1/memories/?user_id=${dana}&${unreadable}`);
    }
    await refused(400, "DELETE", `/v1/memories/?user_id=${dana}&filters=[object+Object]`);
    assert.equal((await ok("GET", `/v1/memories/?user_id=${dana}`)).length, 1);
  });

  test("a list may be repeated keys, commas or JSON", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));

    for (const fields of ["fields=memory&fields=metadata", "fields=memory,metadata", 'fields=["memory","metadata"]']) {
      const [memory] = await ok("GET", `/v1/memories/?user_id=${dana}&${fields}`);
      assert.deepEqual(Object.keys(memory).sort(), ["id", "memory", "metadata"], fields);
    }
  });

  test("booleans, wildcards and spaces come in several spellings", async () => {
    const dana = fresh("dana rose");
    const [id] = await store(["one"], { ...user(dana), run_id: "r1" }, { expiration_date: "2020-01-01" });
    const plus = dana.replaceAll(" ", "+");
    const percent = encodeURIComponent(dana);

    for (const query of [
      `user_id=${plus}&show_expired=true`,
      `user_id=${percent}&show_expired=True`,
      `user_id=${percent}&show_expired=1&run_id=*`,
      `user_id=${percent}&show_expired=true&run_id=%2A&agent_id=&unknown=x`,
    ]) {
      assert.deepEqual((await ok("GET", `/v1/memories/?${query}`)).map((memory) => memory.id), [id], query);
    }
    assert.deepEqual(await ok("GET", `/v1/memories/?user_id=${plus}&show_expired=false`), []);
  });

  test("paging of a v3 list may be in the query or the body, and strange sizes fall back", async () => {
    const dana = fresh("dana");
    const newestFirst = (await store(["one", "two", "three"], user(dana))).reverse();
    const list = async (query, body) =>
      (await ok("POST", `/v3/memories/${query}`, { filters: user(dana), ...body })).results.map((memory) => memory.id);

    assert.deepEqual(await list("", { page: 2, page_size: 2 }), newestFirst.slice(2));
    assert.deepEqual(await list("?page=1&page_size=1", { page: 2, page_size: 2 }), newestFirst.slice(0, 1));
    assert.deepEqual(await list("", { limit: 2 }), newestFirst.slice(0, 2));
    assert.deepEqual(await list("?page_size=none", {}), newestFirst);
    assert.deepEqual(await list("?page_size=0", {}), newestFirst);
    assert.deepEqual(await list("?page_size=100000", {}), newestFirst);
    for (const page of ["0", "-1", "one", "2"]) {
      const body = await refused(404, "POST", `/v3/memories/?page=${page}`, { filters: user(dana) });
      assert.equal(body.detail, "Invalid page.");
    }
  });
});

describe("transport", () => {
  test("ping tells who is calling", async () => {
    const body = await ok("GET", "/v1/ping/");

    assert.equal(body.status, "ok");
    assert.match(body.org_id, uuid);
    assert.match(body.project_id, uuid);
    assert.equal(body.user_email, email);
  });

  test("every documented way to send the key is accepted", async () => {
    for (const headers of [
      { Authorization: `Token ${apiKey}` },
      { Authorization: `token ${apiKey}` },
      { Authorization: `Bearer ${apiKey}` },
      { "X-API-Key": apiKey },
    ]) {
      const answer = await http("GET", "/v1/ping/", { key: null, headers: { ...headers, "Mem0-User-ID": "" } });
      assert.equal(answer.status, 200, Object.keys(headers).join());
    }
  });

  test("a missing and a wrong key have their own texts and name the scheme", async () => {
    for (const [key, detail] of [
      [null, "Authentication credentials were not provided."],
      [unknownKey, "Invalid API key."],
      ["nonsense", "Invalid API key."],
    ]) {
      const answer = await http("GET", "/v1/ping/", { key });
      assert.equal(answer.status, 401);
      assert.equal(answer.json.detail, detail);
      assert.match(answer.headers.get("www-authenticate"), /^Token\b/);
    }
  });

  test("repeated slashes at the start and a declared but empty JSON body are no error", async () => {
    for (const path of ["//v1/ping/", "///v1/ping", `//v1/memories/?user_id=${fresh("dana")}`]) {
      const answer = await http("GET", path, { headers: { "Content-Type": "application/json" } });
      assert.equal(answer.status, 200, path);
    }
  });

  test("a body is read as JSON whatever its declared type", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8"]) {
      const answer = await http("POST", "/v3/memories/", {
        headers: { "Content-Type": type },
        body: { filters: user(fresh("dana")) },
      });
      assert.equal(answer.status, 200, type);
    }
  });

  // npm 2.x and Python 1.x put ids into paths as they are.
  for (const path of ["/v1/memories/100%/", "/v1/memories/100%zz/history/", "/v1/memories/user/50%/", "/v1/memories/%00/"]) {
    test(`the broken escape in ${path} is a JSON error`, async () => {
      const answer = await http("GET", path);
      assert.equal(answer.status, 400, answer.text);
      assert.match(answer.type, /^application\/json\b/);
      assert.equal(typeof answer.json.detail, "string");
    });
  }

  test("a malformed body is a JSON error", async () => {
    const response = await fetch(`${baseUrl}/v3/memories/add/`, {
      method: "POST",
      headers: { Authorization: `Token ${apiKey}`, "Content-Type": "application/json" },
      body: "{not json",
    });
    assert.equal(response.status, 400);
    assert.match((await response.json()).detail, /^JSON parse error/);
  });

  // Method, path, body: each must answer JSON, with and without its trailing slash, whatever the status.
  const routes = [
    ["GET", "/v1/ping/", undefined, 200],
    ["POST", "/v3/memories/add/", {}, 400],
    ["POST", "/v3/memories/add/", { messages: [], user_id: "a" }, 400],
    ["POST", "/v3/memories/search/", {}, 400],
    ["POST", "/v3/memories/search/", { query: "q", user_id: "a" }, 400],
    ["POST", "/v3/memories/search/", { query: "q", filters: { user_id: "nobody at all" } }, 200],
    ["POST", "/v3/memories/", {}, 400],
    ["POST", "/v3/memories/", { user_id: "a" }, 400],
    ["POST", "/v3/memories/", { filters: { user_id: "nobody at all" } }, 200],
    ["POST", "/v2/memories/search/", {}, 400],
    ["POST", "/v2/memories/", {}, 400],
    ["POST", "/v1/memories/search/", {}, 400],
    ["POST", "/v1/memories/", {}, 400],
    ["GET", "/v1/memories/", undefined, 400],
    ["DELETE", "/v1/memories/", undefined, 400],
    ["GET", `/v1/memories/${neverStored}/`, undefined, 404],
    ["PUT", `/v1/memories/${neverStored}/`, { text: "x" }, 404],
    ["DELETE", `/v1/memories/${neverStored}/`, undefined, 404],
    ["GET", "/v1/memories/not-a-uuid/", undefined, 400],
    ["GET", `/v1/memories/${neverStored}/history/`, undefined, 404],
    ["GET", "/v1/memories/not-a-uuid/history/", undefined, 400],
    ["GET", "/v1/memories/user/nobody/", undefined, 200],
    ["GET", "/v1/memories/user/history/", undefined, 200],
    ["GET", "/v1/memories/planet/mars/", undefined, 400],
    ["GET", "/v1/memories/events/", undefined, 200],
    ["GET", "/v1/events/", undefined, 200],
    ["GET", `/v1/event/${neverStored}/`, undefined, 404],
    ["GET", "/v1/event/not-a-uuid/", undefined, 404],
    ["PUT", "/v1/batch/", {}, 400],
    ["PUT", "/v1/batch/", { memories: [] }, 200],
    ["DELETE", "/v1/batch/", {}, 400],
    ["DELETE", "/v1/batch/", { memories: [] }, 200],
    ["GET", "/v1/stats/", undefined, 200],
    ["GET", "/v1/nothing/here/", undefined, 404],
    ["GET", "/v9/memories/", undefined, 404],
    ["PATCH", "/v3/memories/add/", {}, 405],
    ["GET", "/v3/memories/search/", undefined, 405],
  ];

  for (const [method, path, body, status] of routes) {
    test(`${method} ${path} ${JSON.stringify(body) ?? ""} is ${status} with and without its trailing slash`, async () => {
      for (const base of [baseUrl, prefixedUrl]) {
        for (const form of [path, path.replace(/\/$/, "")]) {
          const answer = await http(method, form, { body, base });
          assert.equal(answer.status, status, `${method} ${base}${form}: ${answer.text}`);
          assert.match(answer.type, /^application\/json\b/, form);
          assert.ok(answer.json !== undefined, `${form} answered no JSON: ${answer.text}`);
          if (status >= 400 && !Array.isArray(answer.json)) {
            assert.equal(typeof answer.json.detail, "string", `${form}: ${answer.text}`);
          }
          if (status === 405) assert.ok(answer.headers.get("allow"), "405 names the allowed methods");
        }
      }
    });

    test(`${method} ${path} ${JSON.stringify(body) ?? ""} without a key is refused as JSON`, async () => {
      for (const form of [path, path.replace(/\/$/, "")]) {
        const answer = await http(method, form, { body, key: null });
        assert.ok([401, 404, 405].includes(answer.status), `${method} ${form}: ${answer.status}`);
        if (status < 404) assert.equal(answer.status, 401, `${method} ${form}`);
        assert.match(answer.type, /^application\/json\b/, form);
        assert.equal(typeof answer.json.detail, "string");
      }
    });
  }

  for (const awkward of awkwardIds) {
    test(`a path segment holding ${JSON.stringify(awkward)} is not refused on the way in`, async () => {
      const segment = encodeURIComponent(awkward);
      for (const base of [baseUrl, prefixedUrl]) {
        const get = await http("GET", `/v1/memories/${segment}/`, { base });
        assert.equal(get.status, 400, get.text);
        assert.equal(get.json.error, "memory_id should be a valid UUID");
        const history = await http("GET", `/v1/memories/${segment}/history/`, { base });
        assert.equal(history.status, 400, history.text);
        assert.equal(history.json.error, "memory_id should be a valid UUID");
        const entity = await http("GET", `/v1/memories/run/${segment}/`, { base });
        assert.equal(entity.status, 200, entity.text);
        assert.equal(entity.json.count, 0);
      }
    });
  }
});

describe("routes without a client method", () => {
  test("memories of an entity tell their input and whether they changed", async () => {
    const dana = fresh("dana");
    const [kept, changed] = await store(["Plays bass", "Likes tea"], user(dana));
    await ok("PUT", `/v1/memories/${changed}/`, { text: "Likes coffee" });

    const page = await ok("GET", `/v1/memories/user/${dana}/`);

    assert.equal(page.count, 2);
    assert.deepEqual(page.results.map((memory) => memory.id), [changed, kept]);
    assert.deepEqual(page.results.map((memory) => memory.is_updated), [true, false]);
    assert.deepEqual(page.results[1].input, [{ role: "user", content: "Plays bass" }]);
  });

  test("an event goes from accepted to succeeded with the documented fields", async () => {
    const dana = fresh("dana");
    const { event_id } = await ok("POST", "/v3/memories/add/", { messages: statement, user_id: dana, source: "N8N" });

    const accepted = await ok("GET", `/v1/event/${event_id}/`);
    assert.ok(["PENDING", "RUNNING", "SUCCEEDED"].includes(accepted.status), accepted.status);
    if (accepted.status === "PENDING") assert.ok(!("latency" in accepted), "unknown latency is left out");
    const event = await eventually("the event succeeds", async () => {
      const answer = await ok("GET", `/v1/event/${event_id}/`);
      return answer.status === "SUCCEEDED" && answer;
    });

    assert.equal(event.id, event_id);
    assert.equal(event.event_type, "ADD");
    assert.equal(event.payload.user_id, dana);
    assert.deepEqual(event.payload.messages, statement);
    assert.equal(event.error, null);
    assert.equal(typeof event.latency, "number");
    for (const time of ["created_at", "updated_at", "started_at", "completed_at"]) {
      assert.match(event[time], wireTime, time);
    }
    assert.equal(event.results.length, 1);
    assert.equal(event.results[0].user_id, dana);
    assert.ok(!("agent_id" in event.results[0]), "null ids are left out");
    assert.equal(event.results[0].data.memory, event.results[0].memory);
  });

  test("the events feed lists newest first and filters", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));
    await ok("POST", "/v3/memories/search/", { query: "one", filters: user(dana) });

    const feed = await ok("GET", "/v1/events/");
    assert.deepEqual(Object.keys(feed).sort(), ["count", "next", "previous", "results"]);
    const times = feed.results.map((event) => event.created_at);
    assert.deepEqual(times, [...times].sort().reverse());
    const mine = await ok("GET", `/v1/events/?user_id=${dana}&event_type=ADD`);
    assert.equal(mine.count, 1);
    assert.equal(mine.results[0].status, "SUCCEEDED");
    assert.equal(mine.results[0].payload.user_id, dana);
  });

  test("memory events are history rows of the whole project, newest first", async () => {
    const [id] = await store(["one"], user(fresh("dana")));

    const page = await ok("GET", "/v1/memories/events/?limit=500");

    const row = page.results.find((entry) => entry.memory_id === id);
    assert.equal(row.event, "ADD");
    assert.equal(row.new_memory, "one");
  });

  test("stats are eleven integers and count a new memory", async () => {
    const before = await ok("GET", "/v1/stats/");
    await store(["one"], { ...user(fresh("dana")), agent_id: fresh("bot") });

    const after = await ok("GET", "/v1/stats/");

    assert.deepEqual(Object.keys(after).sort(), [
      "memories_per_agent", "memories_per_run", "memories_per_user", "total_add_events",
      "total_agents_with_memories", "total_api_retrieval_events", "total_memories", "total_retrieval_events",
      "total_retrieval_events_limit", "total_runs_with_memories", "total_users_with_memories",
    ]);
    for (const value of Object.values(after)) assert.ok(Number.isInteger(value));
    assert.equal(after.total_memories, before.total_memories + 1);
    assert.equal(after.total_users_with_memories, before.total_users_with_memories + 1);
    assert.equal(after.total_agents_with_memories, before.total_agents_with_memories + 1);
    assert.equal(after.total_add_events, before.total_add_events + 1);
  });

  test("a delete by filter also reads its scope from the body", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));

    const answer = await ok("DELETE", "/v1/memories/", { user_id: dana });

    assert.equal(answer.message, "Delete in progress. This may take some time.");
    assert.deepEqual(await ok("GET", `/v1/memories/?user_id=${dana}`), []);
  });
});
