"""The published Python client `mem0ai` 2.x, unmodified: `AsyncMemoryClient`.

The calls and bodies are those of the blocking client; these scripts prove that the async transport and its
differently built ping work too.
"""

import asyncio
import re

import pytest
from kit import API_KEY, BASE_URL, EMAIL, NEVER_STORED, PREFIXED_URL, UNKNOWN_KEY, UUID, eventually, fresh, ids, ok, texts
from mem0 import AsyncMemoryClient
from mem0.client.types import DeleteAllMemoryOptions
from mem0.exceptions import MemoryNotFoundError, ValidationError

SAID = "I take my tea without sugar"


def test_learns_organization_project_and_email():
    client = AsyncMemoryClient(api_key=API_KEY, host=BASE_URL)

    assert re.match(UUID, client.org_id)
    assert re.match(UUID, client.project_id)
    assert client.user_email == EMAIL


def test_wrong_key_is_a_value_error_with_the_servers_text():
    with pytest.raises(ValueError, match=r"^Error: Invalid API key\.$"):
        AsyncMemoryClient(api_key=UNKNOWN_KEY, host=BASE_URL)


# This client's ping joins host and path as text, so that a trailing slash arrives as "//v1/ping/".
@pytest.mark.parametrize("host", [BASE_URL, BASE_URL + "/", PREFIXED_URL, PREFIXED_URL + "/"])
def test_every_memory_operation(host, dana):
    async def conversation():
        async with AsyncMemoryClient(api_key=API_KEY, host=host) as client:
            first, second = [
                (await client.add(text, user_id=dana, infer=False))["results"][0]["id"] for text in (SAID, "Plays bass")
            ]
            assert (await client.get(first))["memory"] == SAID
            page = await client.get_all(filters={"user_id": dana}, page=1, page_size=1)
            assert (page["count"], len(page["results"])) == (2, 1)
            hits = await client.search("How do I drink my tea?", filters={"user_id": dana})
            assert ids(hits)[0] == first
            assert hits["results"][0]["score"] > 0
            await client.update(first, text="Takes tea with honey", expiration_date="2099-12-31")
            assert (await client.update(first, expiration_date=None))["expiration_date"] is None
            assert [row["event"] for row in await client.history(first)] == ["ADD", "UPDATE", "UPDATE"]
            updated = await client.batch_update([{"memory_id": i, "text": f"text of {i}"} for i in (first, second)])
            assert updated["message"] == "Successfully updated 2 memories"
            await client.delete(first)
            with pytest.raises(MemoryNotFoundError):
                await client.get(first)
            with pytest.raises(ValidationError):
                await client.get("not-a-uuid")
            assert (await client.batch_delete([{"memory_id": second}]))["message"].startswith("Successfully deleted 1 ")
            with pytest.raises(ValidationError):
                await client.batch_delete([{"memory_id": NEVER_STORED}] * 1001)
            with pytest.raises(ValidationError):
                await client.delete_all()
            await client.add(SAID, user_id=dana, infer=False)
            await client.delete_all(DeleteAllMemoryOptions(filters={"user_id": dana}))
            assert (await client.get_all(filters={"user_id": dana}))["count"] == 0

    asyncio.run(conversation())


def test_concurrent_adds_all_arrive_and_identical_ones_store_one_memory(dana):
    said = [f"Owns book number {number}" for number in range(10)]

    async def flood():
        async with AsyncMemoryClient(api_key=API_KEY, host=BASE_URL) as client:
            added = await asyncio.gather(*(client.add(text, user_id=dana, infer=False) for text in said * 2))
            return [answer["results"][0] for answer in added]

    items = asyncio.run(flood())

    assert sorted(item["event"] for item in items) == ["ADD"] * 10 + ["NOOP"] * 10
    memories = ok("GET", "/v1/memories/", params={"user_id": dana})
    assert sorted(texts(memories)) == sorted(said)


def test_inferred_add_appears(dana):
    async def add():
        async with AsyncMemoryClient(api_key=API_KEY, host=BASE_URL) as client:
            return await client.add([{"role": "user", "content": SAID}], user_id=dana)

    assert asyncio.run(add())["status"] == "PENDING"
    memories = eventually("the memory appears", lambda: ok("GET", "/v1/memories/", params={"user_id": dana}))
    assert len(memories) == 1
    assert re.search("tea without sugar", memories[0]["memory"], re.IGNORECASE)
