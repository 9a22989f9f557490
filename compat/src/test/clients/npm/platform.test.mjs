// What the published npm client `mem0ai` 3.x has besides memories: entities, the project, webhooks, feedback, exports.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AuthenticationError, Feedback, MemoryClient, MemoryNotFoundError, ValidationError, WebhookEvent } from "mem0ai";
import { apiKey, baseUrl, eventually, fresh, http, neverStored, ok, prefixedUrl, store, unknownKey, user } from "./kit.mjs";

const client = new MemoryClient({ apiKey, host: baseUrl });
const nobody = "http://127.0.0.1:9/nobody";
const projectPath = async () => {
  await client.ping();
  return `/api/v1/orgs/organizations/${client.organizationId}/projects/${client.projectId}/`;
};

describe("npm client: entities", () => {
  test("users lists every kind with its memories counted, and pages when asked", async () => {
    const dana = fresh("dana");
    await store(["one", "two"], { ...user(dana), agent_id: dana, app_id: dana, run_id: dana });

    const all = await client.users();
    const mine = all.results.filter((each) => each.name === dana);
    assert.deepEqual(mine.map((each) => each.type).sort(), ["agent", "app", "run", "user"]);
    assert.deepEqual(mine.map((each) => each.totalMemories), [2, 2, 2, 2]);
    assert.ok(mine.every((each) => /^\d+$/.test(each.id)), JSON.stringify(mine));
    const page = await client.users({ page: 2, pageSize: 3 });
    assert.equal(page.results.length, Math.min(3, page.count - 3));
    assert.ok(page.previous);
  });

  test("deleteUsers removes one user with everything, and nobody else", async () => {
    const dana = fresh("dana");
    const erin = fresh("erin");
    await store(["one"], user(dana));
    await store(["two"], user(erin));

    assert.equal((await client.deleteUsers({ userId: dana })).message, "Entity deleted successfully.");

    assert.equal((await client.getAll({ filters: user(dana) })).count, 0);
    assert.deepEqual(await ok("GET", `/v2/entities/user/${dana}/`), []);
    assert.equal((await client.getAll({ filters: user(erin) })).count, 1);
    await assert.rejects(client.deleteUsers({ userId: dana }), /Failed to delete user/);
  });

  test("names with slash, question mark, hash, percent sign and space can be deleted", async () => {
    for (const host of [baseUrl, prefixedUrl]) {
      const dana = `a/b ?c#d%e %2F ${fresh("x")}`;
      const other = new MemoryClient({ apiKey, host });
      await store(["one"], user(dana));
      await store(["two"], user(`${dana}x`));

      await other.deleteUsers({ userId: dana });

      assert.equal((await client.getAll({ filters: user(dana) })).count, 0);
      assert.equal((await client.getAll({ filters: user(`${dana}x`) })).count, 1);
    }
  });

  test("the deprecated deleteUser takes the number of an entity", async () => {
    const dana = fresh("dana");
    await store(["one"], user(dana));
    const { id } = (await client.users()).results.find((each) => each.name === dana);

    assert.match((await client.deleteUser({ entity_id: id, entity_type: "" })).message, /./);

    assert.equal((await client.getAll({ filters: user(dana) })).count, 0);
    await assert.rejects(client.deleteUser({ entity_id: "dana", entity_type: "user" }), ValidationError);
    await assert.rejects(client.deleteUser({ entity_id: id, entity_type: "user" }), MemoryNotFoundError);
  });
});

describe("npm client: project", () => {
  test("getProject gives the whole project, whatever fields were asked for", async () => {
    await client.ping();

    for (const options of [{}, { fields: ["customCategories", "decay"] }]) {
      const project = await client.getProject(options);
      assert.equal(project.projectId, client.projectId);
      assert.equal(project.orgId, client.organizationId);
      assert.equal(project.userRole, "OWNER");
      assert.equal(typeof project.decay, "boolean");
    }
  });

  test("updateProject keeps categories to the letter, and honours false, null and absence", async () => {
    const customCategories = [{ billing_notes: "Invoices, refunds" }, { camelCased: "As written" }, "misc"];

    await client.updateProject({ customCategories, decay: true, customInstructions: "Only facts" });
    assert.match((await client.updateProject({ customCategories, decay: false })).message, /./);
    const project = await client.getProject({});
    assert.deepEqual(project.customCategories, customCategories);
    assert.equal(project.decay, false);
    assert.equal(project.customInstructions, "Only facts");

    await client.updateProject({ customInstructions: null, memoryDepth: null, customCategories: [], anything: 1 });
    const reset = await client.getProject({});
    assert.equal(reset.customInstructions, null);
    assert.deepEqual(reset.customCategories, []);
  });

  test("a wrong setting is invalid and changes nothing", async () => {
    const before = await client.getProject({});

    await assert.rejects(client.updateProject({ name: "renamed", decay: "perhaps" }), ValidationError);

    assert.equal((await client.getProject({})).name, before.name);
  });

  test("a stranger's key reaches no project", async () => {
    const path = await projectPath();

    const answer = await http("GET", path, { key: unknownKey });
    assert.equal(answer.status, 401);
    const stranger = new MemoryClient({ apiKey: unknownKey, host: baseUrl });
    await assert.rejects(stranger.users(), AuthenticationError);
  });
});

describe("npm client: webhooks", () => {
  test("a webhook is created, listed, changed and deleted", async () => {
    const name = fresh("hook");

    const created = await client.createWebhook({
      name, url: nobody, eventTypes: [WebhookEvent.MEMORY_ADDED, WebhookEvent.MEMORY_CATEGORIZED],
    });
    assert.deepEqual(created.eventTypes, ["memory_add", "memory_categorize"]);
    assert.equal(created.isActive, true);
    const find = async () => (await client.getWebhooks()).find((each) => each.webhookId === created.webhookId);
    assert.equal((await find()).name, name);
    const { webhookId } = created;
    assert.match((await client.updateWebhook({ webhookId, eventTypes: [WebhookEvent.MEMORY_DELETED] })).message, /./);
    const changed = await find();
    assert.deepEqual(changed.eventTypes, ["memory_delete"]);
    assert.equal(changed.name, name);
    assert.equal(changed.url, nobody);
    assert.match((await client.deleteWebhook({ webhookId })).message, /./);
    assert.equal(await find(), undefined);
    await assert.rejects(client.deleteWebhook(webhookId), MemoryNotFoundError);
    await assert.rejects(client.updateWebhook({ webhookId, name }), MemoryNotFoundError);
  });

  test("the list of a given project works, of an unknown one it is refused", async () => {
    await client.ping();

    assert.ok(Array.isArray(await client.getWebhooks({ projectId: client.projectId })));
    await assert.rejects(client.getWebhooks({ projectId: neverStored }), AuthenticationError);
  });

  test("a webhook without events or with a bad address is invalid", async () => {
    await assert.rejects(client.createWebhook({ name: "x", url: nobody }), ValidationError);
    const eventTypes = [WebhookEvent.MEMORY_ADDED];
    await assert.rejects(client.createWebhook({ name: "x", url: "ftp://nowhere", eventTypes }), ValidationError);
  });
});

describe("npm client: feedback and exports", () => {
  test("feedback is kept, replaced and withdrawn", async () => {
    const [memoryId] = await store(["Plays bass"], user(fresh("dana")));

    const given = await client.feedback({ memoryId, feedback: Feedback.POSITIVE, feedbackReason: "right" });
    assert.equal(given.feedback, "POSITIVE");
    assert.equal((await client.feedback({ memoryId, feedback: Feedback.VERY_NEGATIVE })).feedback, "VERY_NEGATIVE");
    assert.equal((await client.feedback({ memoryId, feedback: null })).feedback, null);
    await assert.rejects(client.feedback({ memoryId, feedback: "GREAT" }), ValidationError);
    await assert.rejects(
      client.feedback({ memoryId: neverStored, feedback: Feedback.NEGATIVE }), MemoryNotFoundError);
  });

  test("an export is made in the background and keeps the keys of its schema", async () => {
    const dana = fresh("dana");
    await store(["Ines works at Novo Foods as a packaging engineer"], user(dana));
    const schema = {
      type: "object",
      properties: { company: { type: "string" }, job_title: { type: "string" } },
      required: ["company"],
    };

    const { id } = await client.createMemoryExport({ schema, filters: user(dana), exportInstructions: "Be brief" });
    await eventually("the export", async () =>
      (await http("POST", "/v1/exports/get/", { body: { memory_export_id: id } })).status === 200);

    assert.equal((await client.getMemoryExport({ memoryExportId: id })).company, "Novo Foods");
    assert.equal((await client.getMemoryExport({ filters: user(dana) })).company, "Novo Foods");
    await assert.rejects(client.getMemoryExport({ memoryExportId: neverStored }), MemoryNotFoundError);
  });
});

describe("npm client: profiles are not there yet", () => {
  const notFound = (call) => assert.rejects(call, MemoryNotFoundError);

  test("every profile method is cleanly not found", async () => {
    const dana = fresh("dana");
    await store(["Plays bass"], user(dana));

    await notFound(client.getProfile({ entityId: dana }));
    await notFound(client.getProfile({ entityId: "a/b ?c#d%e" }));
    await notFound(client.generateProfile({ entityId: dana }));
    await notFound(client.sampleProfiles({ limit: 2 }));
    await notFound(client.getProfileJob(neverStored));
    await notFound(client.getProfileSettings());
    await notFound(client.updateProfileSettings({ enabled: true }));
  });
});

// Suites run one after the other, so that this one has the server to itself.
describe("npm client: the whole project", () => {
  test("deleteUsers without a name removes everybody", async () => {
    await store(["one"], user(fresh("dana")));
    await store(["two"], { run_id: fresh("run") });

    assert.match((await client.deleteUsers()).message, /All users/);

    assert.equal((await client.users()).count, 0);
    assert.equal((await ok("GET", "/v1/stats/")).total_memories, 0);
    await assert.rejects(client.deleteUsers(), /No entities to delete/);
  });
});
