// What the published npm client `mem0ai` 2.x has besides memories. It sends organization and project with every call,
// field names as its caller typed them, and entity names unencoded.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MemoryClient, MemoryNotFoundError, ValidationError } from "mem0ai-2";
import { apiKey, baseUrl, eventually, fresh, http, neverStored, ok, store, user } from "./kit.mjs";

const client = new MemoryClient({ apiKey, host: baseUrl });
const nobody = "http://127.0.0.1:9/nobody";

describe("old npm client: entities", () => {
  test("users, deleteUsers and the deprecated deleteUser", async () => {
    const dana = fresh("dana");
    const erin = fresh("erin");
    await store(["one"], user(dana));
    await store(["two"], user(erin));

    const names = async () => (await client.users()).results.map((each) => each.name);
    const { id } = (await client.users()).results.find((each) => each.name === erin);
    assert.equal((await client.deleteUsers({ user_id: dana })).message, "Entity deleted successfully.");
    assert.match((await client.deleteUser({ entity_id: id, entity_type: "user" })).message, /./);

    const left = await names();
    assert.ok(!left.includes(dana) && !left.includes(erin), JSON.stringify(left));
    assert.deepEqual(await client.getAll({ user_id: dana }), []);
    assert.deepEqual(await client.getAll({ user_id: erin }), []);
    await assert.rejects(client.deleteUsers({ user_id: dana }), /Failed to delete user/);
  });
});

describe("old npm client: project", () => {
  test("getProject and updateProject", async () => {
    const custom_categories = [{ billing_notes: "Invoices" }, "misc"];

    await client.updateProject({ custom_categories, custom_instructions: "Only facts", retrieval_criteria: [] });

    const project = await client.getProject({ fields: ["customCategories", "custom_instructions"] });
    assert.equal(project.project_id, client.projectId);
    assert.deepEqual(project.custom_categories, custom_categories);
    assert.equal(project.custom_instructions, "Only facts");
    await client.updateProject({ custom_categories: [], custom_instructions: "", version: null, enable_graph: null });
    const reset = await client.getProject({});
    assert.deepEqual(reset.custom_categories, []);
    assert.equal(reset.custom_instructions, null);
    assert.equal(reset.version, project.version);
    await assert.rejects(client.updateProject({ custom_categories: 7 }), ValidationError);
  });
});

describe("old npm client: webhooks and feedback", () => {
  test("a webhook is created, listed, changed and deleted", async () => {
    const created = await client.createWebhook({ name: "sink", url: nobody, eventTypes: ["memory_add"] });
    const webhookId = created.webhook_id;

    const find = async () => (await client.getWebhooks()).find((each) => each.webhook_id === webhookId);
    assert.deepEqual((await find()).event_types, ["memory_add"]);
    await client.updateWebhook({ webhookId, name: "renamed" });
    assert.equal((await find()).name, "renamed");
    assert.match((await client.deleteWebhook({ webhookId })).message, /./);
    assert.equal(await find(), undefined);
    await assert.rejects(client.deleteWebhook({ webhookId }), MemoryNotFoundError);
  });

  test("feedback", async () => {
    const [memory_id] = await store(["Plays bass"], user(fresh("dana")));

    assert.equal((await client.feedback({ memory_id, feedback: "NEGATIVE" })).feedback, "NEGATIVE");
    await assert.rejects(client.feedback({ memory_id: neverStored, feedback: "NEGATIVE" }), MemoryNotFoundError);
  });
});

describe("old npm client: exports", () => {
  test("an export is made and fetched", async () => {
    const dana = fresh("dana");
    await store(["Ines works at Novo Foods as a packaging engineer"], user(dana));
    const schema = { type: "object", properties: { company: { type: "string" } }, required: ["company"] };

    const { id } = await client.createMemoryExport({ schema, filters: user(dana) });
    await eventually("the export", async () =>
      (await http("POST", "/v1/exports/get/", { body: { memory_export_id: id } })).status === 200);

    assert.deepEqual(await client.getMemoryExport({ memory_export_id: id }), { company: "Novo Foods" });
    assert.deepEqual(await client.getMemoryExport({ filters: user(dana) }), { company: "Novo Foods" });
  });
});

describe("old npm client: the whole project", () => {
  test("deleteUsers without a name removes everybody", async () => {
    await store(["one"], user(fresh("dana")));

    assert.match((await client.deleteUsers()).message, /All users/);

    assert.equal((await ok("GET", "/v1/entities/")).count, 0);
  });
});
