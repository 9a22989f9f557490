"""The published Python client `mem0ai` 2.x, unmodified: `MemoryClient`."""

import re
from datetime import datetime

import pytest
from kit import (
    API_KEY,
    AWKWARD_IDS,
    BASE_URL,
    EMAIL,
    NEVER_STORED,
    PREFIXED_URL,
    UNKNOWN_KEY,
    UUID,
    WIRE_TIME,
    eventually,
    fresh,
    ids,
    ok,
    store,
    texts,
)
from mem0 import MemoryClient
from mem0.client.types import (
    AddMemoryOptions,
    DeleteAllMemoryOptions,
    GetAllMemoryOptions,
    SearchMemoryOptions,
    UpdateMemoryOptions,
)
from mem0.exceptions import AuthenticationError, MemoryNotFoundError, ValidationError

SAID = "I take my tea without sugar"


@pytest.fixture(scope="module")
def client():
    return MemoryClient(api_key=API_KEY, host=BASE_URL)


def user(user_id):
    return {"user_id": user_id}


class TestConstruction:
    def test_learns_organization_project_and_email(self, client):
        assert re.match(UUID, client.org_id)
        assert re.match(UUID, client.project_id)
        assert client.user_email == EMAIL

    def test_wrong_key_is_a_value_error_with_the_servers_text(self):
        with pytest.raises(ValueError, match=r"^Error: Invalid API key\.$"):
            MemoryClient(api_key=UNKNOWN_KEY, host=BASE_URL)

    def test_key_revoked_after_construction_is_an_authentication_error(self):
        stranger = MemoryClient(api_key=API_KEY, host=BASE_URL)
        stranger.client.headers["Authorization"] = f"Token {UNKNOWN_KEY}"
        with pytest.raises(AuthenticationError) as raised:
            stranger.get_all(filters=user("anyone"))
        assert raised.value.error_code == "HTTP_401"

    @pytest.mark.parametrize("host", [BASE_URL + "/", PREFIXED_URL, PREFIXED_URL + "/"])
    def test_host_with_slash_or_prefix_works_for_every_kind_of_call(self, host, dana):
        other = MemoryClient(api_key=API_KEY, host=host)

        memory_id = other.add(SAID, user_id=dana, infer=False)["results"][0]["id"]
        assert other.get(memory_id)["memory"] == SAID
        assert other.get_all(filters=user(dana), page=1, page_size=10)["count"] == 1
        assert ids(other.search("tea", filters=user(dana))) == [memory_id]
        other.update(memory_id, text="Takes tea with honey")
        assert len(other.history(memory_id)) == 2
        other.batch_update([{"memory_id": memory_id, "text": "Takes tea with milk"}])
        other.batch_delete([{"memory_id": memory_id}])
        with pytest.raises(MemoryNotFoundError):
            other.get(memory_id)
        other.delete_all(user_id=dana)


class TestAdd:
    def test_inferred_add_is_queued_then_appears_in_list_and_search(self, client, dana):
        added = client.add(SAID, user_id=dana)
        assert re.match(UUID, added["event_id"])
        assert added["status"] == "PENDING"
        assert "results" not in added

        page = eventually(
            "the memory appears", lambda: (p := client.get_all(filters=user(dana)))["count"] and p
        )
        assert page["count"] == 1
        assert re.search("tea without sugar", page["results"][0]["memory"], re.IGNORECASE)
        assert ids(client.search("How do I drink my tea?", filters=user(dana))) == ids(page)

    def test_succeeded_event_means_visible_everywhere(self, client, dana):
        event_id = client.add([{"role": "user", "content": SAID}], user_id=dana)["event_id"]

        def succeeded():
            event = client.client.get(f"/v1/event/{event_id}/").json()
            assert event["status"] != "FAILED", event["error"]
            return event["status"] == "SUCCEEDED" and event

        event = eventually("the event succeeds", succeeded)
        assert [item["event"] for item in event["results"]] == ["ADD"]
        memory_id = event["results"][0]["id"]
        assert client.get(memory_id)["memory"] == event["results"][0]["data"]["memory"]
        assert ids(client.get_all(filters=user(dana))) == [memory_id]
        assert ids(client.search("tea", filters=user(dana))) == [memory_id]

    def test_greetings_and_questions_leave_nothing_behind(self, client, dana):
        event_id = client.add("Hi! What does entropy mean?", user_id=dana)["event_id"]

        event = eventually(
            "the event succeeds",
            lambda: (e := ok("GET", f"/v1/event/{event_id}/"))["status"] == "SUCCEEDED" and e,
        )
        assert event["results"] == []
        assert client.get_all(filters=user(dana))["count"] == 0

    @pytest.mark.parametrize(
        "messages", [SAID, {"role": "user", "content": SAID}, [{"role": "user", "content": SAID}]]
    )
    def test_string_object_and_list_are_the_same_message(self, client, dana, messages):
        added = client.add(messages, user_id=dana, infer=False)

        assert texts(added) == [SAID]
        assert added["status"] == "SUCCEEDED"
        assert re.match(UUID, added["event_id"])
        assert ok("GET", f"/v1/event/{added['event_id']}/")["status"] == "SUCCEEDED"

    def test_direct_add_is_verbatim_and_drops_system_texts(self, client, dana):
        added = client.add(
            [
                {"role": "system", "content": "You are a barista."},
                {"role": "user", "content": "  Oat milk, please!  ", "name": "Dana"},
                {"role": "assistant", "content": "Coming right up?"},
                {"role": "assistant", "content": None},
            ],
            user_id=dana,
            infer=False,
        )

        assert texts(added) == ["  Oat milk, please!  ", "Coming right up?"]
        for item in added["results"]:
            assert item["event"] == "ADD"
            assert item["data"] == {"memory": item["memory"]}
            assert item["user_id"] == dana
            assert "agent_id" not in item
            assert client.get(item["id"])["memory"] == item["memory"]

    def test_exact_repeat_names_the_existing_memory(self, client, dana):
        first = client.add(SAID, user_id=dana, infer=False)["results"][0]
        second = client.add(SAID, user_id=dana, infer=False)["results"][0]
        other = client.add(SAID, user_id=fresh("erin"), infer=False)["results"][0]

        assert (second["event"], second["id"]) == ("NOOP", first["id"])
        assert other["event"] == "ADD"
        assert client.get_all(filters=user(dana))["count"] == 1

    def test_async_mode_false_waits_for_the_memories(self, client, dana):
        added = client.add(SAID, user_id=dana, async_mode=False)

        assert added["status"] == "SUCCEEDED"
        assert [item["event"] for item in added["results"]] == ["ADD"]
        assert ids(client.get_all(filters=user(dana))) == ids(added)

    def test_ids_metadata_and_times_reach_the_memory(self, client, dana):
        metadata = {"channel": "kiosk", "nested": {"innerKey": [1, 2.5, True, None]}, "odd key!": "ü"}

        added = client.add(
            SAID,
            user_id=dana,
            agent_id="bot",
            app_id="kiosk",
            run_id="r1",
            infer=False,
            metadata=metadata,
            timestamp=1714564800,
            expiration_date="2099-12-31",
        )

        memory = client.get(added["results"][0]["id"])
        assert [memory[key] for key in ("user_id", "agent_id", "app_id", "run_id")] == [dana, "bot", "kiosk", "r1"]
        assert memory["session_id"] == "r1"
        assert memory["metadata"] == metadata
        assert memory["created_at"] == memory["updated_at"] == "2024-05-01T12:00:00.000000+00:00"
        assert memory["expiration_date"] == "2099-12-31"
        assert memory["structured_attributes"]["day_of_week"] == "wednesday"

    def test_typed_options_carry_the_owner_in_filters(self, client, dana):
        added = client.add(SAID, AddMemoryOptions(filters={"user_id": dana}, infer=False, metadata={"v": 1}))

        memory = client.get(added["results"][0]["id"])
        assert memory["user_id"] == dana
        assert memory["metadata"] == {"v": 1}

    def test_metadata_never_sets_the_owner(self, client, dana, erin):
        added = client.add(SAID, user_id=dana, infer=False, metadata={"user_id": erin, "v": 1})

        memory = client.get(added["results"][0]["id"])
        assert memory["user_id"] == dana
        assert memory["metadata"] == {"v": 1}

    def test_expired_is_hidden_unless_asked_for(self, client, dana):
        memory_id = client.add(SAID, user_id=dana, infer=False, expiration_date="2020-01-31")["results"][0]["id"]

        assert client.get_all(filters=user(dana))["count"] == 0
        assert client.search("tea", filters=user(dana)) == {"results": []}
        assert ids(client.get_all(filters=user(dana), show_expired=True)) == [memory_id]
        assert ids(client.search("tea", filters=user(dana), show_expired=True)) == [memory_id]
        assert client.get(memory_id)["expiration_date"] == "2020-01-31"

    def test_immutable_refuses_updates_but_can_be_deleted(self, client, dana):
        memory_id = client.add(SAID, user_id=dana, infer=False, immutable=True)["results"][0]["id"]

        with pytest.raises(ValidationError, match="immutable"):
            client.update(memory_id, text="changed")
        with pytest.raises(ValidationError):
            client.batch_update([{"memory_id": memory_id, "text": "changed"}])
        assert client.get(memory_id)["memory"] == SAID
        client.delete(memory_id)

    def test_owner_is_required(self, client):
        with pytest.raises(ValidationError, match="At least one entity ID is required"):
            client.add(SAID)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"custom_categories": ["food"]},
            {"expiration_date": "31.01.2030"},
            {"expiration_date": "2099-02-30"},
            {"metadata": "text"},
            {"timestamp": "yesterday"},
            {"user_id": "*"},
            {"user_id": "x" * 256},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_wrong_values_are_invalid_and_store_nothing(self, client, dana, wrong):
        with pytest.raises(ValidationError):
            client.add(SAID, **{"user_id": dana, "infer": False, **wrong})
        assert client.get_all(filters=user(dana))["count"] == 0

    @pytest.mark.parametrize("messages", [[], [{"content": "no role"}], [{"role": "", "content": "x"}], ["text"]])
    def test_ill_formed_messages_are_invalid(self, client, dana, messages):
        with pytest.raises(ValidationError) as raised:
            client.add(messages, user_id=dana)
        assert raised.value.details["error"] == "400 Bad Request"
        assert raised.value.details["details"]["message"]


class TestSearch:
    def test_scores_are_numbers_above_zero_and_fall(self, client, dana):
        store(["Plays bass in a jazz trio", "Is allergic to shellfish", "Cycles to work every day"], user_id=dana)

        hits = client.search("Which instrument is played in the trio?", filters=user(dana))["results"]

        assert hits[0]["memory"] == "Plays bass in a jazz trio"
        scores = [hit["score"] for hit in hits]
        assert all(isinstance(score, (int, float)) and 0 < score <= 1 for score in scores)
        assert scores == sorted(scores, reverse=True)
        assert set(hits[0]["score_breakdown"]) == {"semantic", "bm25", "entity"}

    def test_unknown_user_has_no_hits(self, client):
        assert client.search("anything", filters=user(fresh("nobody"))) == {"results": []}

    def test_top_k_limits_and_threshold_cuts_off(self, client, dana):
        store(["Drinks tea", "Drinks coffee", "Drinks water"], user_id=dana)

        found = client.search("What is drunk?", filters=user(dana), threshold=0)
        assert len(found["results"]) == 3
        assert ids(client.search("What is drunk?", filters=user(dana), threshold=0, top_k=2)) == ids(found)[:2]
        assert client.search("quarterly tax return", filters=user(dana), threshold=0.95) == {"results": []}

    def test_filters_choose_the_rows(self, client, dana):
        app = fresh("app")
        (mail,) = store(["Prefers e-mail reminders"], user_id=dana, metadata={"source": "email"})
        (chat,) = store(["Prefers chat reminders"], user_id=dana, app_id=app, metadata={"source": "chat"})
        (other,) = store(["Prefers phone reminders"], app_id=app)

        def found(filters):
            return set(ids(client.search("reminders", filters=filters, threshold=0, top_k=50)))

        assert found(user(dana)) == {mail, chat}
        assert found({"AND": [{"user_id": dana}, {"app_id": app}]}) == {chat}
        assert found({"OR": [{"user_id": dana}, {"app_id": app}]}) == {mail, chat, other}
        assert found({"AND": [{"user_id": dana}, {"NOT": {"app_id": app}}]}) == {mail}
        assert found({"AND": [{"user_id": dana}, {"NOT": [{"metadata": {"source": "email"}}]}]}) == {chat}
        assert found({"AND": [{"app_id": app}, {"user_id": "*"}]}) == {chat}
        assert found({"AND": [{"app_id": app}, {"user_id": None}]}) == {other}
        assert found({"user_id": {"in": [dana, "nobody"]}}) == {mail, chat}
        assert found({"user_id": dana, "metadata": {"source": {"ne": "chat"}}}) == {mail}
        assert found({"user_id": dana, "keywords": {"icontains": "E-MAIL"}}) == {mail}
        assert found({"user_id": dana, "memory_ids": [chat, other]}) == {chat}
        assert found({"user_id": dana, "created_at": {"gte": "2020-01-01", "lt": "2020-01-02"}}) == set()

    def test_typed_options_and_legacy_extras_are_accepted(self, client, dana):
        (memory_id,) = store(["Plays bass"], user_id=dana, metadata={"v": 1})

        typed = SearchMemoryOptions(
            filters=user(dana), top_k=5, rerank=True, threshold=0.0, metadata={"v": 1}, latest_only=True,
            keyword_search=True, reference_date="2026-01-01",
        )
        assert ids(client.search("bass", typed)) == [memory_id]
        found = client.search("bass", filters=user(dana), limit=1, version="v2", output_format="v1.1", enable_graph=True)
        assert ids(found) == [memory_id]
        assert "relations" not in found

    def test_fields_keeps_the_named_fields_the_id_and_the_score(self, client, dana):
        store(["Plays bass"], user_id=dana)

        (hit,) = client.search("bass", filters=user(dana), fields=["memory", "created_at", "nonsense"])["results"]

        assert set(hit) == {"id", "memory", "created_at", "score"}

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"filters": {}},
            {"filters": {"categories": {"in": ["food"]}}},
            {"filters": {"user_id": "a", "colour": "red"}},
            {"filters": {"user_id": {"nin": ["a"]}}},
            {"filters": {"NOT": {"user_id": "a"}}},
            {"filters": {"user_id": "a", "OR": []}},
            {"filters": {"user_id": "a"}, "top_k": 0},
            {"filters": {"user_id": "a"}, "top_k": 1001},
            {"filters": {"user_id": "a"}, "threshold": 1.2},
        ],
        ids=str,
    )
    def test_wrong_requests_are_invalid(self, client, wrong):
        with pytest.raises(ValidationError) as raised:
            client.search("tea", **wrong)
        assert raised.value.details["error"]
        assert not raised.value.message.startswith("{"), "people see a sentence, not JSON"


class TestList:
    def test_pages_are_newest_first_and_end_with_null(self, client, dana):
        stored = store(["one", "two", "three", "four", "five"], user_id=dana)
        newest_first = stored[::-1]

        first = client.get_all(filters=user(dana), page=1, page_size=2)
        assert set(first) == {"count", "next", "previous", "results"}
        assert (first["count"], first["previous"], bool(first["next"])) == (5, None, True)
        assert ids(first) == newest_first[:2]
        last = client.get_all(GetAllMemoryOptions(filters=user(dana), page=3, page_size=2))
        assert (last["next"], bool(last["previous"])) == (None, True)
        assert ids(last) == newest_first[4:]
        assert ids(client.get_all(filters=user(dana))) == newest_first
        with pytest.raises(MemoryNotFoundError, match="Invalid page"):
            client.get_all(filters=user(dana), page=4, page_size=2)

    def test_unknown_user_has_an_empty_first_page(self, client):
        page = client.get_all(filters=user(fresh("nobody")))

        assert page == {"count": 0, "next": None, "previous": None, "results": []}

    def test_list_and_get_carry_the_full_object_and_no_score(self, client, dana):
        (memory_id,) = store(["Plays bass"], user_id=dana)

        listed = client.get_all(filters=user(dana))["results"][0]
        got = client.get(memory_id)

        assert listed == got
        assert "score" not in got
        assert got["user_id"] == dana
        for absent in ("agent_id", "app_id", "run_id", "session_id", "expiration_date", "replaced_by"):
            assert got[absent] is None
        assert got["metadata"] == {}
        assert (got["immutable"], got["synthesized"], got["lifecycle_state"]) == (False, False, "active")
        assert got["categories"] is None or isinstance(got["categories"], list)
        for time in ("created_at", "updated_at"):
            assert re.match(WIRE_TIME, got[time])
            datetime.fromisoformat(got[time])

    def test_body_conditions_narrow_the_list(self, client, dana):
        old = client.add(SAID, user_id=dana, infer=False, timestamp="2024-05-01T12:00:00Z")["results"][0]["id"]
        (recent,) = store(["Plays BASS guitar"], user_id=dana, metadata={"v": 1})

        assert ids(client.get_all(filters=user(dana), start_date="2024-05-01", end_date="2024-05-01")) == [old]
        assert ids(client.get_all(filters=user(dana), keywords="bass")) == [recent]
        assert ids(client.get_all(filters=user(dana), metadata={"v": 1})) == [recent]
        (only,) = client.get_all(filters=user(dana), metadata={"v": 1}, fields=["memory"])["results"]
        assert only == {"id": recent, "memory": "Plays BASS guitar"}

    @pytest.mark.parametrize("wrong", [{}, {"filters": {}}, {"filters": {"metadata": {"v": 1}}}], ids=str)
    def test_a_scope_is_required(self, client, wrong):
        with pytest.raises(ValidationError):
            client.get_all(**wrong)


class TestOneMemory:
    def test_get_update_delete_and_gone(self, client, dana):
        (memory_id,) = store(["Prefers oat milk"], user_id=dana, metadata={"v": 1, "old": True})
        before = client.get(memory_id)

        updated = client.update(memory_id, text="Prefers soy milk")
        assert updated["memory"] == updated["text"] == "Prefers soy milk"
        assert updated["metadata"] == {"v": 1, "old": True}
        assert updated["created_at"] == before["created_at"]
        assert updated["updated_at"] > before["updated_at"]
        client.update(memory_id, UpdateMemoryOptions(metadata={"v": 2}))
        assert client.get(memory_id)["metadata"] == {"v": 2}
        client.update(memory_id, timestamp=1714564800)
        assert client.get(memory_id)["created_at"] == "2024-05-01T12:00:00.000000+00:00"

        assert client.delete(memory_id) == {"message": "Memory deleted successfully!"}
        for gone in (client.get, client.delete, lambda i: client.update(i, text="again")):
            with pytest.raises(MemoryNotFoundError, match="^Memory not found!$"):
                gone(memory_id)

    def test_data_is_an_alias_of_text(self, client, dana):
        (memory_id,) = store(["Prefers oat milk"], user_id=dana)

        assert client.update(memory_id, data="Prefers soy milk")["memory"] == "Prefers soy milk"

    def test_explicit_none_clears_the_expiration_date(self, client, dana):
        (memory_id,) = store(["Has a day pass"], user_id=dana)

        assert client.update(memory_id, expiration_date="2099-12-31")["expiration_date"] == "2099-12-31"
        client.update(memory_id, text="Has a season pass")
        assert client.get(memory_id)["expiration_date"] == "2099-12-31"
        assert client.update(memory_id, expiration_date=None)["expiration_date"] is None
        client.update(memory_id, UpdateMemoryOptions(expiration_date="2099-12-31"))
        client.update(memory_id, UpdateMemoryOptions(expiration_date=None))
        assert client.get(memory_id)["expiration_date"] is None

    def test_search_follows_an_update(self, client, dana):
        (memory_id,) = store(["Plays the violin"], user_id=dana)

        client.update(memory_id, text="Collects antique stamps")

        assert texts(client.search("antique stamps", filters=user(dana))) == ["Collects antique stamps"]

    @pytest.mark.parametrize("malformed", ["not-a-uuid", "user/dana", *AWKWARD_IDS])
    def test_malformed_ids_are_invalid(self, client, malformed):
        for call in (client.get, client.history, client.delete, lambda i: client.update(i, text="x")):
            with pytest.raises(ValidationError, match="^memory_id should be a valid UUID$"):
                call(malformed)

    @pytest.mark.parametrize("unknown", [NEVER_STORED, "00000000-0000-0000-0000-000000000000"])
    def test_unknown_ids_are_not_found(self, client, unknown):
        for call in (client.get, client.history, client.delete, lambda i: client.update(i, text="x")):
            with pytest.raises(MemoryNotFoundError) as raised:
                call(unknown)
            assert raised.value.error_code == "HTTP_404"
            assert raised.value.details["error"] == "Memory not found!"

    @pytest.mark.parametrize("wrong", [{"text": "   "}, {"timestamp": "never"}, {"expiration_date": "soon"}], ids=str)
    def test_wrong_updates_are_invalid_and_change_nothing(self, client, dana, wrong):
        (memory_id,) = store(["Prefers oat milk"], user_id=dana)
        before = client.get(memory_id)

        with pytest.raises(ValidationError):
            client.update(memory_id, **wrong)

        assert client.get(memory_id) == before

    def test_delete_linked_counts_what_went_along(self, client, dana):
        (memory_id,) = store(["Prefers oat milk"], user_id=dana)

        answer = client.delete(memory_id, delete_linked=True)

        assert answer == {"message": "Memory deleted successfully!", "cascade_count": 0}

    def test_history_tells_add_update_and_delete(self, client, dana):
        (memory_id,) = store(["Prefers oat milk"], user_id=dana)
        client.update(memory_id, text="Prefers soy milk")
        client.delete(memory_id)

        rows = client.history(memory_id)

        assert [row["event"] for row in rows] == ["ADD", "UPDATE", "DELETE"]
        assert [row["old_memory"] for row in rows] == [None, "Prefers oat milk", "Prefers soy milk"]
        assert [row["new_memory"] for row in rows] == ["Prefers oat milk", "Prefers soy milk", None]
        assert rows[0]["input"] == [{"role": "user", "content": "Prefers oat milk"}]
        for row in rows:
            assert row["memory_id"] == memory_id
            assert row["user_id"] == dana
            assert set(row) == {
                "id", "memory_id", "input", "old_memory", "new_memory", "user_id", "agent_id", "app_id", "run_id",
                "session_id", "categories", "event", "metadata", "created_at", "updated_at",
            }
            for time in ("created_at", "updated_at"):
                assert datetime.fromisoformat(row[time]).tzinfo


class TestManyMemories:
    def test_batches_say_how_many_changed(self, client, dana):
        first, second, third = store(["one", "two", "three"], user_id=dana)

        updated = client.batch_update(
            [
                {"memory_id": first, "text": "uno", "metadata": {"v": 1}},
                {"memory_id": second, "metadata": {"v": 2}},
                {"memory_id": NEVER_STORED, "text": "niente"},
            ]
        )
        assert updated["message"] == "Successfully updated 2 memories"
        assert updated["not_found"] == [NEVER_STORED]
        assert (client.get(first)["memory"], client.get(first)["metadata"]) == ("uno", {"v": 1})
        assert (client.get(second)["memory"], client.get(second)["metadata"]) == ("two", {"v": 2})
        deleted = client.batch_delete([{"memory_id": first}, {"memory_id": second}])
        assert deleted["message"] == "Successfully deleted 2 memories"
        assert ids(client.get_all(filters=user(dana))) == [third]

    def test_1001_items_are_too_many(self, client):
        many = [{"memory_id": NEVER_STORED, "text": "x"}] * 1001

        with pytest.raises(ValidationError, match="Maximum of 1000 memories can be updated in a single request"):
            client.batch_update(many)
        with pytest.raises(ValidationError, match="Maximum of 1000 memories can be deleted in a single request"):
            client.batch_delete(many)
        assert client.batch_delete(many[1:])["message"] == "Successfully deleted 0 memories"

    @pytest.mark.parametrize("wrong", [{"memory_id": "not-a-uuid", "text": "x"}, {"text": "x"}], ids=str)
    def test_one_malformed_item_leaves_all_items_alone(self, client, dana, wrong):
        (memory_id,) = store(["one"], user_id=dana)

        with pytest.raises(ValidationError):
            client.batch_update([{"memory_id": memory_id, "text": "uno"}, wrong])
        with pytest.raises(ValidationError):
            client.batch_delete([{"memory_id": memory_id}, wrong])
        with pytest.raises(ValidationError):
            client.batch_update([{"memory_id": memory_id}])
        assert client.get(memory_id)["memory"] == "one"

    def test_empty_batches_succeed(self, client):
        assert client.batch_update([])["message"] == "Successfully updated 0 memories"
        assert client.batch_delete([])["message"] == "Successfully deleted 0 memories"

    def test_delete_all_removes_exactly_the_scope_and_is_done_when_it_returns(self, client, dana, erin):
        store(["one", "two"], user_id=dana)
        store(["three"], user_id=erin)

        answer = client.delete_all(user_id=dana)

        assert isinstance(answer["message"], str)
        assert ok("GET", f"/v1/event/{answer['event_id']}/")["event_type"] == "DELETE_ALL"
        assert client.get_all(filters=user(dana))["count"] == 0
        assert client.search("one", filters=user(dana), threshold=0) == {"results": []}
        assert texts(client.get_all(filters=user(erin))) == ["three"]

    def test_several_ids_must_all_match(self, client, dana, erin):
        run = fresh("run")
        store(["dana in the run"], user_id=dana, run_id=run)
        store(["dana elsewhere"], user_id=dana)
        store(["erin in the run"], user_id=erin, run_id=run)

        client.delete_all(user_id=dana, run_id=run)

        assert texts(client.get_all(filters=user(dana))) == ["dana elsewhere"]
        assert texts(client.get_all(filters=user(erin))) == ["erin in the run"]

    def test_wildcard_beside_an_id_means_present(self, client, dana):
        store(["in a run"], user_id=dana, run_id="r1")
        store(["in no run"], user_id=dana)

        client.delete_all(user_id=dana, run_id="*")

        assert texts(client.get_all(filters=user(dana))) == ["in no run"]

    def test_typed_options_delete_only_their_scope(self, client, dana, erin):
        store(["one", "two"], user_id=dana)
        store(["kept"], user_id=dana, app_id="kiosk")
        store(["three"], user_id=erin)

        client.delete_all(DeleteAllMemoryOptions(filters={"user_id": dana, "app_id": "kiosk"}))
        assert set(texts(client.get_all(filters=user(dana)))) == {"one", "two"}
        client.delete_all(DeleteAllMemoryOptions(filters={"user_id": dana}))
        assert client.get_all(filters=user(dana))["count"] == 0
        assert client.get_all(filters=user(erin))["count"] == 1

    def test_metadata_narrows_a_delete(self, client, dana):
        store(["from mail"], user_id=dana, metadata={"source": "mail", "seen": True})
        store(["from chat"], user_id=dana, metadata={"source": "chat", "seen": True})

        client.delete_all(user_id=dana, metadata={"source": "mail", "seen": True})

        assert texts(client.get_all(filters=user(dana))) == ["from chat"]

    def test_delete_all_without_a_scope_deletes_nothing(self, client, dana):
        store(["one"], user_id=dana, metadata={"v": 1})

        for nothing in ({}, {"metadata": {"v": 1}}, {"user_id": ""}, {"source": "CLI"}):
            with pytest.raises(ValidationError, match="At least one filter is required"):
                client.delete_all(**nothing)
        assert client.get_all(filters=user(dana))["count"] == 1

    def test_delete_all_of_an_unknown_user_still_says_something(self, client):
        assert isinstance(client.delete_all(user_id=fresh("nobody"))["message"], str)

    @pytest.mark.parametrize("awkward", AWKWARD_IDS)
    def test_awkward_owners_survive_every_route(self, client, awkward):
        owner = f"{awkward}~{fresh('x')}"

        memory_id = client.add(SAID, user_id=owner, run_id=owner, infer=False)["results"][0]["id"]

        assert client.get(memory_id)["run_id"] == owner
        assert client.history(memory_id)[0]["user_id"] == owner
        assert ids(client.get_all(filters=user(owner))) == [memory_id]
        assert ids(client.search("tea", filters={"run_id": owner})) == [memory_id]
        # A quote or a backslash in an id must survive the client's Python-style rendering of the dictionary.
        client.delete_all(DeleteAllMemoryOptions(filters={"user_id": owner, "run_id": owner}))
        assert client.get_all(filters=user(owner))["count"] == 0

    def test_quotes_in_an_owner_survive_the_rendering_of_filters(self, client):
        owner = f"""it's "quoted" {fresh("x")}"""
        store(["one"], user_id=owner)

        client.delete_all(DeleteAllMemoryOptions(filters={"user_id": owner}))

        assert client.get_all(filters=user(owner))["count"] == 0
