"""What every Python script needs: where the server is, fresh ids, patience, and plain HTTP."""

import os
import time
import uuid

import httpx


def setting(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set: these scripts are started by the JUnit classes of this module")
    return value


BASE_URL = setting("COMPAT_URL")
PREFIXED_URL = setting("COMPAT_PREFIXED_URL")  # the same server behind a proxy that strips a path prefix
API_KEY = setting("COMPAT_API_KEY")
EMAIL = setting("COMPAT_EMAIL")
UNKNOWN_KEY = "m0-" + "x" * 43
NEVER_STORED = "6f1de0f5-8a57-4b5e-9d1c-0a8a3f7a2b11"
WIRE_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00$"
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

# Ids that break servers which decode a path before splitting it, or parse a query too eagerly.
AWKWARD_IDS = ["team/ana", "ana maria", "100%", "a%2Fb", "what?#now", "c;d\\e", "a+b&c=d", "Zoë/Ünal 東京"]


def fresh(label):
    """A name no other test uses, so that all scripts can share one server."""
    return f"{label}-{uuid.uuid4()}"


def eventually(what, ask, seconds=20):
    """Asks until the answer is truthy; work behind an inferred add finishes within a second or two."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.1)


def http(method, path, key=API_KEY, **request):
    """One plain request, redirects not followed."""
    headers = {"Authorization": f"Token {key}"} if key else {}
    return httpx.request(method, BASE_URL + path, headers=headers, timeout=60, **request)


def ok(method, path, **request):
    """One plain request that must succeed; its body."""
    answer = http(method, path, **request)
    assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json()


def store(texts, **scope):
    """Stores the texts verbatim, oldest first, one minute apart, and returns their ids in that order."""
    start = int(time.time()) - 60 * len(texts)
    ids = []
    for at, text in enumerate(texts):
        body = {"messages": [{"role": "user", "content": text}], "infer": False, "timestamp": start + 60 * at, **scope}
        added = ok("POST", "/v3/memories/add/", json=body)
        assert len(added["results"]) == 1, added
        ids.append(added["results"][0]["id"])
    return ids


def ids(page):
    return [memory["id"] for memory in (page["results"] if isinstance(page, dict) else page)]


def texts(page):
    return [memory["memory"] for memory in (page["results"] if isinstance(page, dict) else page)]
