"""The Python client `mem0ai` 0.1.81, unmodified: bare arrays, /v1 routes by default, texts as the only update."""

import mem0
import pytest
from kit import API_KEY, BASE_URL, NEVER_STORED, UNKNOWN_KEY, eventually, ids, ok, store, texts
from mem0 import MemoryClient
from mem0.client.main import APIError

SAID = [{"role": "user", "content": "I take my tea without sugar"}]


@pytest.fixture(scope="module")
def client():
    assert mem0.__version__ == "0.1.81", "the old client must come first on the path"
    return MemoryClient(api_key=API_KEY, host=BASE_URL)


def test_constructor(client):
    assert client.org_id and client.project_id
    with pytest.raises(ValueError, match=r"^Error: Invalid API key\.$"):
        MemoryClient(api_key=UNKNOWN_KEY, host=BASE_URL)


def test_add_in_both_formats(client, dana, erin):
    added = client.add(SAID, user_id=dana)
    assert isinstance(added, list)
    assert added[0]["status"] == "PENDING"
    assert len(eventually("the memory appears", lambda: client.get_all(user_id=dana))) == 1

    wrapped = client.add(SAID, user_id=erin, output_format="v1.1", async_mode=False, infer=False)
    assert texts(wrapped) == [SAID[0]["content"]]


def test_search_and_list_of_both_generations(client, dana):
    stored = store(["Plays bass in a jazz trio", "Is allergic to shellfish"], user_id=dana)

    for hits in (
        client.search("Who plays bass?", user_id=dana),
        client.search("Who plays bass?", version="v2", filters={"AND": [{"user_id": dana}]}),
    ):
        assert isinstance(hits, list)
        assert hits[0]["id"] == stored[0]
        assert hits[0]["score"] > 0
    assert ids(client.get_all(user_id=dana)) == stored[::-1]
    assert ids(client.get_all(user_id=dana, page=1, page_size=1)) == stored[1:]
    assert ids(client.get_all(version="v2", filters={"user_id": dana})) == stored[::-1]
    page = client.get_all(version="v2", filters={"user_id": dana}, page=2, page_size=1)
    assert (page["count"], ids(page)) == (2, stored[:1])
    # Lists arrive as a repeated key, objects as the text of a Python dictionary.
    only = client.get_all(user_id=dana, fields=["memory", "metadata"])
    assert all(set(memory) == {"id", "memory", "metadata"} for memory in only)


def test_metadata_condition_in_the_query(client, dana):
    store(["from mail"], user_id=dana, metadata={"source": "it's mail", "seen": True})
    store(["from chat"], user_id=dana, metadata={"source": "chat", "seen": True})

    assert texts(client.get_all(user_id=dana, metadata={"source": "it's mail", "seen": True})) == ["from mail"]


def test_one_memory_and_many(client, dana):
    (memory_id,) = store(["Prefers oat milk"], user_id=dana)

    assert client.update(memory_id, "Prefers soy milk")["memory"] == "Prefers soy milk"
    assert [row["event"] for row in client.history(memory_id)] == ["ADD", "UPDATE"]
    client.delete(memory_id)
    with pytest.raises(APIError):
        client.get(memory_id)
    with pytest.raises(APIError):
        client.get_all()
    store(["one"], user_id=dana)
    client.delete_all(user_id=dana)
    assert client.get_all(user_id=dana) == []


def test_project(client):
    client.update_project(custom_categories=[{"billing": "Invoices"}, "misc"], custom_instructions="Only facts")

    project = client.get_project(fields=["custom_categories", "custom_instructions"])
    assert project["custom_categories"] == [{"billing": "Invoices"}, "misc"]
    assert project["custom_instructions"] == "Only facts"
    client.update_project(custom_categories=[], custom_instructions="")
    assert client.get_project()["custom_categories"] == []
    assert client.get_project()["custom_instructions"] is None


def test_webhooks(client):
    created = client.create_webhook("http://127.0.0.1:9/nobody", "sink", client.project_id, ["memory_add"])
    hook = created["webhook_id"]

    def find():
        return next((each for each in client.get_webhooks(client.project_id) if each["webhook_id"] == hook), None)

    assert find()["name"] == "sink"
    client.update_webhook(hook, name="renamed", event_types=["memory_delete"])
    assert (find()["name"], find()["event_types"]) == ("renamed", ["memory_delete"])
    assert client.delete_webhook(hook)["message"]
    assert find() is None
    with pytest.raises(APIError):
        client.delete_webhook(hook)


def test_feedback(client, dana):
    (memory_id,) = store(["Plays bass"], user_id=dana)

    assert client.feedback(memory_id, "positive", "right")["feedback"] == "POSITIVE"
    with pytest.raises(APIError):
        client.feedback(NEVER_STORED, "NEGATIVE")


def test_export(client, dana):
    store(["Ines works at Novo Foods as a packaging engineer"], user_id=dana)
    schema = '{"type": "object", "properties": {"company": {"type": "string"}}, "required": ["company"]}'

    assert client.create_memory_export(schema, user_id=dana)["id"]

    def fetched():
        try:
            return client.get_memory_export(user_id=dana)
        except APIError as e:
            assert "No memory export request found" in str(e)

    assert eventually("the export", fetched) == {"company": "Novo Foods"}


def test_users_are_deleted_by_their_number(client, dana, erin):
    store(["one"], user_id=dana)
    store(["two"], user_id=erin)

    assert client.delete_users(user_id=dana)["message"] == "Entity deleted successfully."
    assert dana not in {each["name"] for each in client.users()["results"]}
    assert client.get_all(user_id=dana) == []
    assert texts(client.get_all(user_id=erin)) == ["two"]
    with pytest.raises(ValueError, match="No entity found"):
        client.delete_users(user_id=dana)


def test_reset_leaves_nobody(client, dana):
    """Last, because it empties the project."""
    store(["one"], user_id=dana)
    client.reset()
    assert client.users()["count"] == 0
    assert ok("GET", "/v1/stats/")["total_memories"] == 0
