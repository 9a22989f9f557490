"""The 47 actions of the hosted platform, one test each, through the published client where it has a method for it.

`docs/compatibility.md` lists them in the same order; the number in a test's name is the row.
"""

import json
import uuid
from datetime import datetime, timedelta, timezone

import httpx
import pytest
from kit import API_KEY, BASE_URL, EMAIL, eventually, fresh, http, ids, ok, setting, store, texts
from mem0 import MemoryClient
from mem0.exceptions import MemoryNotFoundError

PASSWORD = setting("COMPAT_PASSWORD")
ORGANIZATIONS = "/api/v1/orgs/organizations/"


@pytest.fixture(scope="module")
def client():
    return MemoryClient(api_key=API_KEY, host=BASE_URL)


@pytest.fixture(scope="module")
def home(client):
    """The paths of the key's own organization and project."""
    organization = f"{ORGANIZATIONS}{client.org_id}/"
    return {"organization": organization, "project": f"{organization}projects/{client.project_id}/"}


@pytest.fixture(scope="module")
def administrator():
    """A browser logged in to the dashboard."""
    browser = httpx.Client(base_url=BASE_URL, timeout=60)
    answer = browser.post("/console/api/session", json={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    yield browser
    browser.close()


@pytest.fixture
def person(administrator):
    """Somebody with an account and no part in the organization."""
    email = f"{fresh('person')}@example.org"
    answer = administrator.post(
        "/console/api/accounts", json={"email": email, "name": "Pat", "password": "a long enough password"}
    )
    assert answer.status_code == 201, answer.text
    return email


@pytest.fixture
def organization(client):
    """An organization of its own, with a project beside the default one."""
    created = http("POST", ORGANIZATIONS, json={"name": fresh("organization")})
    assert created.status_code == 201, created.text
    path = f"{ORGANIZATIONS}{created.json()['org_id']}/"
    yield path
    http("DELETE", path)


@pytest.fixture
def project(organization):
    created = http("POST", organization + "projects/", json={"name": "side"})
    assert created.status_code == 200, created.text
    return f"{organization}projects/{created.json()['project_id']}/"


def members(path):
    return {member["email"]: member for member in ok("GET", path + "members/")["members"]}


def refused(answer, status, *keys):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    for key in keys:
        assert key in answer.json(), answer.text


def test_01_add_member_to_project(client, project, person):
    body = {"email": person, "role": "READER"}
    assert ok("POST", project + "members/", json=body)["message"]
    assert members(project)[person]["role"] == "READER"

    # and the client's own method, in the project of its key
    assert client.project.add_member(person, "READER")["message"]
    assert person in {member["email"] for member in client.project.get_members()["members"]}
    client.project.remove_member(person)
    refused(http("POST", project + "members/", json={"email": person, "role": "KING"}), 400)


def test_02_add_memory_records(client, dana):
    added = client.add("I keep bees", user_id=dana, infer=False)
    assert added["results"][0]["event"] == "ADD"
    assert texts(client.get_all(filters={"user_id": dana})) == ["I keep bees"]


def test_03_add_organization_member(organization, person):
    added = http("POST", organization + "members/", json={"email": person, "role": "READER"})
    assert added.status_code == 201, added.text
    assert members(organization)[person]["role"] == "READER"
    again = http("POST", organization + "members/", json={"email": person, "role": "READER"})
    refused(again, 400, "errors", "detail")

    stranger = f"{fresh('nobody')}@example.org"
    invited = http("POST", organization + "members/", json={"email": stranger, "role": "READER"})
    assert invited.status_code == 201 and invited.json()["invited"] is True


@pytest.mark.parametrize(
    ("kind", "extra"),
    [("user", {}), ("agent", {"name": "Trip planner"}), ("app", {"name": "Shop"}), ("run", {"name": "Tuesday"})],
    ids=["08_user", "04_agent", "06_application", "05_run"],
)
def test_create(kind, extra):
    name = fresh(kind)
    body = {f"{kind}_id": name, "metadata": {"tier": 2}, **extra}
    created = http("POST", f"/v1/{kind}s/", json=body)
    assert created.status_code == 201, created.text
    entity = created.json()
    assert isinstance(entity["id"], int) and isinstance(entity["project"], int)
    assert entity[f"{kind}_id"] == name and entity["metadata"] == {"tier": 2} and entity["is_deleted"] is False
    assert http("POST", f"/v1/{kind}s/", json=body).status_code == 200
    refused(http("POST", f"/v1/{kind}s/", json={}), 400, f"{kind}_id")
    assert [found["name"] for found in ok("GET", f"/v2/entities/{kind}/{name}/")] == [name]


def test_07_create_organization():
    created = http("POST", ORGANIZATIONS, json={"name": "Harbor Labs"})
    assert created.status_code == 201, created.text
    path = f"{ORGANIZATIONS}{created.json()['org_id']}/"
    assert [project["name"] for project in ok("GET", path + "projects/")] == ["default-project"]
    refused(http("POST", ORGANIZATIONS, json={}), 400, "errors", "detail")
    ok("DELETE", path)


def test_09_create_memory_entry_lists_and_creates_nothing(dana):
    stored = store(["Keeps bees", "Has a boat"], user_id=dana)
    before = ok("GET", "/v1/stats/")["total_memories"]
    listed = ok("POST", "/v2/memories/", json={"filters": {"user_id": dana}})
    assert sorted(ids(listed)) == sorted(stored)
    found = ok("POST", "/v2/memories/search/", json={"query": "bees", "filters": {"user_id": dana}})
    assert ids(found)[0] == stored[0]
    assert ok("GET", "/v1/stats/")["total_memories"] == before


def test_10_create_project(client, organization):
    created = ok("POST", organization + "projects/", json={"name": "support-bot", "description": "Tier 1"})
    assert created["name"] == "support-bot" and created["project_id"]
    refused(http("POST", organization + "projects/", json={}), 400, "message")

    by_client = client.project.create("by client", description="made by the client")
    assert by_client["project_id"]
    ok("DELETE", f"{ORGANIZATIONS}{client.org_id}/projects/{by_client['project_id']}/")


def test_11_create_webhook(client):
    hook = client.create_webhook(
        url="http://127.0.0.1:9/nobody", name="sink", project_id=client.project_id, event_types=["memory_add"]
    )
    assert hook["webhook_id"] and hook["secret"].startswith("whsec_") and hook["is_active"] is True
    client.delete_webhook(hook["webhook_id"])
    refused(http("POST", f"/api/v1/webhooks/projects/{client.project_id}/", json={"name": "x"}), 400, "event_types")


def test_12_delete_organization(client):
    created = http("POST", ORGANIZATIONS, json={"name": "short-lived"}).json()
    path = f"{ORGANIZATIONS}{created['org_id']}/"
    assert ok("DELETE", path)["message"]
    refused(http("GET", path), 404, "message")
    assert http("GET", "/v1/ping/").json()["org_id"] == client.org_id


def receipt(event_id):
    event = eventually(
        "the deletion",
        lambda: (found := ok("GET", f"/v1/event/{event_id}/")) and found["status"] in ("SUCCEEDED", "FAILED") and found,
        seconds=60,
    )
    assert event["status"] == "SUCCEEDED", event
    return event["metadata"]["receipt"]


def test_13_delete_entity(client, dana, erin):
    store(["Has a red bicycle"], user_id=dana)
    kept = store(["Has a green bicycle"], user_id=erin)

    deleted = ok("DELETE", f"/v2/entities/user/{dana}/")
    assert ok("GET", f"/v2/entities/user/{dana}/") == []
    assert client.get_all(filters={"user_id": dana})["count"] == 0
    assert receipt(deleted["event_id"])
    assert ids(client.get_all(filters={"user_id": erin})) == kept
    refused(http("DELETE", f"/v2/entities/user/{dana}/"), 404, "error")
    refused(http("DELETE", f"/v2/entities/robot/{dana}/"), 400, "message")

    assert "message" in client.delete_users(user_id=erin)
    assert client.get_all(filters={"user_id": erin})["count"] == 0


def test_14_delete_memories_by_filter(client, dana):
    store(["One", "Two"], user_id=dana)
    client.delete_all(user_id=dana)
    assert client.get_all(filters={"user_id": dana})["count"] == 0
    refused(http("DELETE", "/v1/memories/"), 400, "error")


def test_15_delete_batch(client, dana):
    stored = store(["One", "Two", "Three"], user_id=dana)
    client.batch_delete([{"memory_id": each} for each in stored[:2]])
    assert ids(client.get_all(filters={"user_id": dana})) == stored[2:]
    too_many = {"memories": [{"memory_id": str(uuid.uuid4())} for _ in range(1001)]}
    refused(http("DELETE", "/v1/batch/", json=too_many), 400)


def test_16_delete_memory(client, dana):
    [stored] = store(["One"], user_id=dana)
    client.delete(stored)
    assert http("GET", f"/v1/memories/{stored}/").status_code == 404


def test_17_delete_project(project, organization, administrator):
    default = next(each for each in ok("GET", organization + "projects/") if each["is_default"])
    assert ok("DELETE", project)["message"]
    refused(http("GET", project), 404, "message")
    assert [each["project_id"] for each in ok("GET", organization + "projects/")] == [default["project_id"]]

    # by the client, with a key of that project: even the last one, which leaves a new one behind
    key = administrator.post("/console/api/keys", json={"label": "side", "project_id": default["project_id"]})
    assert key.status_code == 201, key.text
    other = MemoryClient(api_key=key.json()["key"], host=BASE_URL)
    assert other.project_id == default["project_id"]
    assert other.project.delete()["message"]
    with pytest.raises(MemoryNotFoundError):
        other.project.get()
    moved = MemoryClient(api_key=key.json()["key"], host=BASE_URL)
    assert moved.project_id not in (None, default["project_id"])
    assert moved.project.get()["is_default"] is True


def test_18_delete_project_member(client, project, person):
    for removal in ({"params": {"email": person}}, {"json": {"email": person}}):
        ok("POST", project + "members/", json={"email": person, "role": "READER"})
        ok("DELETE", project + "members/", **removal)
        assert person not in members(project)

    client.project.add_member(person, "READER")
    assert client.project.remove_member(person)["message"]
    assert person not in {each["email"] for each in client.project.get_members()["members"]}


def test_19_delete_webhook(client):
    hook = client.create_webhook(
        url="http://127.0.0.1:9/nobody", name="sink", project_id=client.project_id, event_types=["memory_add"]
    )
    assert client.delete_webhook(hook["webhook_id"])["message"]
    assert hook["webhook_id"] not in {each["webhook_id"] for each in client.get_webhooks(client.project_id)}
    refused(http("DELETE", f"/api/v1/webhooks/{hook['webhook_id']}/"), 404, "error")


SCHEMA = {
    "type": "object",
    "properties": {"full_name": {"type": "string"}, "company": {"type": "string"}},
    "required": ["full_name", "company"],
}


@pytest.mark.parametrize("schema", [SCHEMA, json.dumps(SCHEMA)], ids=["object", "string"])
def test_20_and_26_export_and_get_it(client, dana, schema):
    store(["Ines works at Novo Foods as a packaging engineer"], user_id=dana)
    created = client.create_memory_export(schema=schema, filters={"user_id": dana})
    assert created["id"]

    def fetched():
        answer = http("POST", "/v1/exports/get/", json={"memory_export_id": created["id"]})
        return answer.json() if answer.status_code == 200 else None

    export = eventually("the export", fetched)
    assert export["company"] == "Novo Foods"
    assert client.get_memory_export(memory_export_id=created["id"]) == export
    assert client.get_memory_export(filters={"user_id": dana}) == export


def test_21_organization_details(client, home):
    found = ok("GET", home["organization"])
    assert found["org_id"] == client.org_id and found["user_role"] == "OWNER" and found["is_owner"] is True
    refused(http("GET", f"{ORGANIZATIONS}{uuid.uuid4()}/"), 404, "message")


def test_22_entity_by_id(dana):
    store(["One", "Two"], user_id=dana)
    [found] = ok("GET", f"/v2/entities/user/{dana}/")
    assert found["name"] == dana and found["type"] == "user" and found["total_memories"] == 2
    assert ok("GET", f"/v2/entities/user/{fresh('unknown')}/") == []


def test_23_event_by_id(client, dana):
    added = client.add("I keep bees", user_id=dana)
    event = eventually(
        "the add",
        lambda: (found := ok("GET", f"/v1/event/{added['event_id']}/"))["status"] == "SUCCEEDED" and found,
    )
    assert event["event_type"] == "ADD"
    refused(http("GET", f"/v1/event/{uuid.uuid4()}/"), 404, "error")


def test_24_entity_filters(dana):
    store(["One"], user_id=dana)
    found = ok("GET", "/v1/entities/filters/")
    assert {"event_type", "categories", "users", "parameters"} <= set(found)
    assert dana in found["users"] and "ADD" in found["event_type"]


def test_25_memories_of_an_entity(dana):
    [stored] = store(["One"], user_id=dana)
    page = ok("GET", f"/v1/memories/user/{dana}/")
    assert ids(page) == [stored]


def test_27_organization_members(home):
    found = members(home["organization"])
    assert found[EMAIL]["role"] == "OWNER" and found[EMAIL]["username"] and found[EMAIL]["user_id"]


def test_28_project_details(client, home):
    found = client.project.get()
    assert found["project_id"] == client.project_id and found["org_id"] == client.org_id
    assert client.project.get(fields=["decay"])["project_id"] == client.project_id
    assert ok("GET", home["project"])["user_role"] == "OWNER"


def test_29_project_members(client):
    found = {each["email"]: each for each in client.project.get_members()["members"]}
    assert found[EMAIL]["role"] == "OWNER"


def test_30_project_webhooks(client):
    hook = client.create_webhook(
        url="http://127.0.0.1:9/nobody", name="sink", project_id=client.project_id, event_types=["memory_add"]
    )
    listed = {each["webhook_id"]: each for each in client.get_webhooks(client.project_id)}
    assert "secret" not in listed[hook["webhook_id"]]
    assert client.update_webhook(hook["webhook_id"], name="renamed", event_types=["memory_delete"])["message"]
    listed = {each["webhook_id"]: each for each in client.get_webhooks(client.project_id)}
    assert listed[hook["webhook_id"]]["name"] == "renamed"
    assert listed[hook["webhook_id"]]["event_types"] == ["memory_delete"]
    client.delete_webhook(hook["webhook_id"])
    refused(http("GET", f"/api/v1/webhooks/projects/{uuid.uuid4()}/"), 403, "error")


def test_31_projects(client, home):
    found = ok("GET", home["organization"] + "projects/")
    assert client.project_id in {each["project_id"] for each in found}


def test_32_stats(dana):
    before = ok("GET", "/v1/stats/")
    assert all(isinstance(value, int) for value in before.values())
    store(["One"], user_id=dana)
    after = ok("GET", "/v1/stats/")
    assert after["total_memories"] == before["total_memories"] + 1
    assert after["total_users_with_memories"] == before["total_users_with_memories"] + 1


def test_33_entities(client, dana, erin):
    store(["One", "Two"], user_id=dana)
    store(["Three"], agent_id=erin)
    listed = {(each["type"], each["name"]): each for each in client.users()["results"]}
    assert listed["user", dana]["total_memories"] == 2 and listed["agent", erin]["count"] == 1
    assert listed["user", dana]["id"].isdigit()
    paged = ok("GET", "/v1/entities/?page=1&page_size=1")
    assert len(paged["results"]) == 1 and paged["next"]


def test_34_organizations(client):
    found = ok("GET", ORGANIZATIONS)
    assert found[0]["is_default"] is True
    assert client.org_id in {each["org_id"] for each in found}


def test_35_semantic_search(client, dana):
    stored = store(["Keeps bees behind the house", "Drives an old tram"], user_id=dana)
    found = client.search("insects that make honey", filters={"user_id": dana})
    assert ids(found)[0] == stored[0]
    old = ok("POST", "/v1/memories/search/", json={"query": "honey", "user_id": dana})
    assert ids(old)[0] == stored[0]


@pytest.mark.parametrize("by", ["username", "email"])
def test_36_remove_organization_member(organization, person, by):
    http("POST", organization + "members/", json={"email": person, "role": "READER"})
    member = members(organization)[person]
    answer = http("DELETE", organization + "members/", json={by: member[by]})
    assert answer.status_code == 200, answer.text
    assert person not in members(organization)
    # the last owner stays
    refused(http("DELETE", organization + "members/", json={"email": EMAIL}), 400)


def test_37_events(client, dana):
    store(["One"], user_id=dana)
    client.search("one", filters={"user_id": dana})
    today = datetime.now(timezone.utc).date()
    window = {"start_date": str(today), "end_date": str(today + timedelta(days=1))}
    found = ok("GET", "/v1/events/", params={"event_type": "SEARCH", "user_id": dana, **window})
    assert found["count"] == 1 and found["results"][0]["event_type"] == "SEARCH"
    assert ok("GET", "/v1/events/", params={"user_id": dana, "page": 1, "page_size": 1})["next"]
    past = {"start_date": "2020-01-01", "end_date": "2020-01-02"}
    assert ok("GET", "/v1/events/", params={"user_id": dana, **past})["count"] == 0


def test_38_memory_events(client, dana):
    [stored] = store(["One"], user_id=dana)
    client.update(stored, text="Two")
    newest = ok("GET", "/v1/memories/events/", params={"limit": 2})["results"]
    assert [(each["memory_id"], each["event"]) for each in newest] == [(stored, "UPDATE"), (stored, "ADD")]


def test_39_memory_by_id(client, dana):
    [stored] = store(["One"], user_id=dana)
    assert client.get(stored)["memory"] == "One"


def test_40_history(client, dana):
    [stored] = store(["One"], user_id=dana)
    client.update(stored, text="Two")
    assert [each["event"] for each in client.history(stored)] == ["ADD", "UPDATE"]


def test_41_memory_list(client, dana):
    stored = store(["One", "Two"], user_id=dana)
    assert ids(client.get_all(filters={"user_id": dana})) == stored[::-1]
    assert ids(ok("GET", f"/v1/memories/?user_id={dana}")) == stored[::-1]


def test_42_filtered_search_without_a_query(dana):
    stored = store(["One", "Two"], user_id=dana)
    for path, body in [
        ("/v2/memories/search/", {"filters": {"user_id": dana}}),
        ("/v1/memories/search/", {"user_id": dana}),
        ("/v2/memories/search/", {"query": "*", "filters": {"user_id": dana}}),
    ]:
        assert ids(ok("POST", path, json=body)) == stored[::-1], path
    refused(http("POST", "/v3/memories/search/", json={"filters": {"user_id": dana}}), 400)


def test_43_update_batch(client, dana):
    stored = store(["One", "Two"], user_id=dana)
    client.batch_update([{"memory_id": each, "text": f"new {at}"} for at, each in enumerate(stored)])
    assert texts(client.get_all(filters={"user_id": dana})) == ["new 1", "new 0"]


def test_44_update_text(client, dana):
    [stored] = store(["One"], user_id=dana)
    assert client.update(stored, text="Uno")["memory"] == "Uno"


def test_45_update_organization_member_role(organization, person):
    http("POST", organization + "members/", json={"email": person, "role": "READER"})
    assert ok("PUT", organization + "members/", json={"email": person, "role": "OWNER"})["message"]
    assert members(organization)[person]["role"] == "OWNER"
    refused(http("PUT", organization + "members/", json={"email": "no@where.org", "role": "OWNER"}), 404)


def test_46_update_project(client, home):
    categories = [{"billing": "Invoices, refunds"}, "misc"]
    client.project.update(custom_categories=categories, custom_instructions="Only facts", decay=True)
    found = client.project.get()
    assert found["custom_categories"] == categories and found["custom_instructions"] == "Only facts"
    assert found["decay"] is True

    # lists are replaced, `[]` clears, what is absent stays; null from an old client too, unless it can be null
    client.project.update(custom_categories=["support"], decay=False)
    found = client.project.get()
    assert found["custom_categories"] == ["support"] and found["decay"] is False
    assert found["custom_instructions"] == "Only facts"
    ok("PATCH", home["project"], json={"name": None, "decay": None, "custom_instructions": None})
    found = client.project.get()
    assert found["name"] and found["decay"] is False and found["custom_instructions"] is None
    client.project.update(custom_categories=[])
    assert client.project.get()["custom_categories"] == []
    refused(http("PATCH", home["project"], json={"decay": "perhaps"}), 400, "message", "errors")


def test_47_update_project_member_role(client, project, person):
    ok("POST", project + "members/", json={"email": person, "role": "READER"})
    ok("PUT", project + "members/", json={"email": person, "role": "OWNER"})
    assert members(project)[person]["role"] == "OWNER"

    client.project.add_member(person, "READER")
    client.project.update_member(person, "OWNER")
    roles = {each["email"]: each["role"] for each in client.project.get_members()["members"]}
    assert roles[person] == "OWNER"
    client.project.remove_member(person)


def test_profiles_are_cleanly_not_found(client, dana):
    store(["One"], user_id=dana)
    for call in (
        lambda: client.get_profile(dana),
        lambda: client.generate_profile(dana),
        lambda: client.get_profile_settings(),
        lambda: client.sample_profiles(limit=2),
    ):
        with pytest.raises(MemoryNotFoundError):
            call()


def test_delete_users_leaves_none_of_250(client):
    """Last, because it empties the project."""
    run = fresh("many")
    for at in range(250):
        assert http("POST", "/v1/users/", json={"user_id": f"{run}-{at}"}).status_code == 201
    store(["One"], user_id=f"{run}-0")
    client.delete_users()
    assert client.users()["count"] == 0
