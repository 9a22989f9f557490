"""The Python client `mem0ai` 1.0.x, unmodified: /v1 adds in v1.1 format, /v2 searches and lists, unencoded ids."""

import mem0
import pytest
from kit import API_KEY, BASE_URL, EMAIL, NEVER_STORED, PREFIXED_URL, UNKNOWN_KEY, eventually, ids, store, texts
from mem0 import MemoryClient
from mem0.exceptions import MemoryNotFoundError, ValidationError

SAID = "I take my tea without sugar"


@pytest.fixture(scope="module")
def client():
    assert mem0.__version__.startswith("1.0."), "the old client must come first on the path"
    return MemoryClient(api_key=API_KEY, host=BASE_URL)


def user(user_id):
    return {"user_id": user_id}


def test_constructor(client):
    assert client.org_id and client.project_id
    assert client.user_email == EMAIL
    MemoryClient(api_key=API_KEY, host=PREFIXED_URL)
    MemoryClient(api_key=API_KEY, host=BASE_URL, org_id=client.org_id, project_id=client.project_id)
    with pytest.raises(ValueError, match=r"^Error: Invalid API key\.$"):
        MemoryClient(api_key=UNKNOWN_KEY, host=BASE_URL)


def test_queued_add_is_wrapped_and_appears(client, dana):
    added = client.add(SAID, user_id=dana)

    assert set(added) == {"results", "relations"}
    assert added["results"][0]["status"] == "PENDING"
    assert added["results"][0]["event_id"]
    page = eventually("the memory appears", lambda: (p := client.get_all(filters=user(dana)))["results"] and p)
    assert len(page["results"]) == 1


def test_synchronous_add_returns_the_memories(client, dana):
    added = client.add(SAID, user_id=dana, async_mode=False, infer=False)

    assert added["results"][0]["event"] == "ADD"
    assert texts(added) == [SAID]


def test_search_and_list_give_results(client, dana):
    stored = store(["Plays bass in a jazz trio", "Is allergic to shellfish", "Cycles to work"], user_id=dana)

    hits = client.search("Who plays bass?", filters=user(dana))["results"]
    assert hits[0]["id"] == stored[0]
    assert hits[0]["score"] > 0
    assert ids(client.search("Who plays bass?", user_id=dana, top_k=1)) == [stored[0]]
    assert ids(client.get_all(filters=user(dana))) == stored[::-1]
    page = client.get_all(filters={"AND": [user(dana)]}, page=1, page_size=2)
    assert (page["count"], ids(page), bool(page["next"])) == (3, stored[:0:-1], True)
    with pytest.raises(ValidationError):
        client.search("anything")
    with pytest.raises(ValidationError):
        client.get_all()


def test_one_memory(client, dana):
    (memory_id,) = store(["Prefers oat milk"], user_id=dana)

    assert client.get(memory_id)["memory"] == "Prefers oat milk"
    assert client.update(memory_id, text="Prefers soy milk", metadata={"v": 2})["memory"] == "Prefers soy milk"
    assert [row["event"] for row in client.history(memory_id)] == ["ADD", "UPDATE"]
    assert client.delete(memory_id)["message"]
    with pytest.raises(MemoryNotFoundError):
        client.get(memory_id)
    with pytest.raises(ValidationError):
        client.get("not-a-uuid")
    with pytest.raises(ValidationError):
        client.get("ana maria 100%")


def test_many_memories(client, dana, erin):
    first, second, third = store(["one", "two", "three"], user_id=dana)
    store(["four"], user_id=erin)

    assert client.batch_update([{"memory_id": first, "text": "uno"}])["message"].startswith("Successfully updated 1 ")
    deleted = client.batch_delete([{"memory_id": first}, {"memory_id": NEVER_STORED}])
    assert deleted["message"].startswith("Successfully deleted 1 ")
    with pytest.raises(ValidationError):
        client.delete_all()
    assert ids(client.get_all(filters=user(dana))) == [third, second]
    client.delete_all(user_id=dana)
    assert client.get_all(filters=user(dana))["results"] == []
    assert len(client.get_all(filters=user(erin))["results"]) == 1
