"""The Python client `mem0ai` 0.1.81, unmodified: bare arrays, /v1 routes by default, texts as the only update."""

import mem0
import pytest
from kit import API_KEY, BASE_URL, UNKNOWN_KEY, eventually, ids, store, texts
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
