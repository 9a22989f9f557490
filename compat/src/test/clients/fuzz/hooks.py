"""Hooks of Schemathesis: what every request and reply goes through.

Replies are counted, and those that no client can live with are kept for the report. So that requests reach more than
the first check of an id, ids seen in replies are put into later requests. What would end the run, such as deleting the
organization whose key it uses, is turned to another target.

Environment: COMPAT_URL, COMPAT_API_KEY, COMPAT_EMAIL, COMPAT_PASSWORD; FUZZ_SLASH (on or off: whether paths are sent
with a slash at the end), FUZZ_TALLY (the file for the counts), FUZZ_SEED.
"""

import atexit
import collections
import json
import os
import random
import re
import uuid

import requests
import schemathesis

URL = os.environ["COMPAT_URL"]
DICE = random.Random(int(os.environ.get("FUZZ_SEED", "1")))
COUNTS = collections.Counter()
OPERATIONS = collections.Counter()
SUCCESSES = collections.Counter()
WRONG = []
SEEN = collections.defaultdict(lambda: collections.deque(maxlen=50))
NOT_JSON = re.compile(r"^/(docs(/.*)?|openapi\.yaml|metrics)/?$")
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
NAMES = {"user_id": "dana", "agent_id": "planner", "app_id": "kiosk", "run_id": "run/7"}

KEY = {"X-API-Key": os.environ["COMPAT_API_KEY"]}


def open_session():
    reply = requests.post(
        URL + "/console/api/session/",
        json={"email": os.environ["COMPAT_EMAIL"], "password": os.environ["COMPAT_PASSWORD"]},
        timeout=30,
    )
    reply.raise_for_status()
    return {
        "Cookie": "m0_session=" + reply.headers["Set-Cookie"].split(";")[0].split("=", 1)[1],
        "X-CSRF-Token": reply.json()["csrf_token"],
    }


def ask(path, headers):
    reply = requests.get(URL + path, headers=headers, timeout=30)
    reply.raise_for_status()
    return reply.json()


HOME = ask("/v1/ping/", KEY)
SESSION = open_session()
OWN = {
    HOME["org_id"],
    HOME["project_id"],
    ask("/console/api/session/", SESSION)["account"]["id"],
    *(each["id"] for each in ask("/console/api/sessions/", SESSION)),
    *(each["id"] for each in ask("/console/api/keys/", SESSION)),
}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    if os.environ.get("FUZZ_SLASH") == "off":
        raw_schema["paths"] = {path.rstrip("/"): item for path, item in raw_schema["paths"].items()}


@schemathesis.hook
def before_call(context, case, kwargs):
    log_in(case)
    stay_at_home(case)
    use_what_was_seen(case)
    spare_one_self(case)
    call_nobody(case)


def log_in(case):
    """The dashboard's operations take a session."""
    if case.operation.definition.raw.get("x-credential") == "session":
        case.headers = {**(case.headers or {}), **SESSION}


def stay_at_home(case):
    """Most made-up organizations and projects only lead to the same 404, and a session has none of its own."""
    if DICE.random() < 0.9:
        for key in ("org_id", "project_id", "org_name", "project_name"):
            for part in (case.query, case.body):
                if isinstance(part, dict):
                    part.pop(key, None)
        if case.path.startswith("/console/api/v") or case.path.startswith("/console/api/analytics"):
            case.query = {**(case.query or {}), "project_id": HOME["project_id"]}


def use_what_was_seen(case):
    if isinstance(case.path_parameters, dict):
        for key in case.path_parameters:
            known = SEEN[key]
            if known and DICE.random() < 0.5:
                case.path_parameters[key] = DICE.choice(known)
    for part in (case.query, case.body):
        if isinstance(part, dict):
            name_somebody(part)


def name_somebody(part):
    for key, value in part.items():
        if isinstance(value, dict):
            name_somebody(value)
        elif key in NAMES and DICE.random() < 0.5:
            part[key] = NAMES[key]
        elif key == "memory_id" and SEEN[key] and DICE.random() < 0.5:
            part[key] = DICE.choice(SEEN[key])
        elif isinstance(value, list) and key == "memories":
            for each in value:
                if isinstance(each, dict):
                    name_somebody(each)


def spare_one_self(case):
    """What both runs live on: their organization, project, account, key and sessions."""
    if case.method.upper() != "GET" and isinstance(case.path_parameters, dict):
        for name, value in case.path_parameters.items():
            ends_here = case.method.upper() == "DELETE" and case.path.rstrip("/").endswith("{" + name + "}")
            is_own = str(value) in OWN and (ends_here or name == "id")
            if is_own or case.path.startswith("/console/api/sessions/"):
                case.path_parameters[name] = str(uuid.uuid4())


def call_nobody(case):
    """Webhooks and model providers of made-up addresses would be called."""
    if isinstance(case.body, dict):
        if isinstance(case.body.get("url"), str) and DICE.random() < 0.7:
            case.body["url"] = "http://127.0.0.1:9/" + str(DICE.randrange(9))
        if case.path.rstrip("/").endswith("/settings/test"):
            case.body.pop("settings", None)


@schemathesis.hook
def after_call(context, case, response):
    operation = case.operation.label
    status = response.status_code
    COUNTS[status] += 1
    OPERATIONS[operation] += 1
    if status < 300:
        SUCCESSES[operation] += 1
    reason = wrong(case, response)
    if reason:
        WRONG.append(
            {
                "reason": reason,
                "request": f"{response.request.method} {response.request.url}",
                "body": str(response.request.body)[:500],
                "status": status,
                "reply": (response.content or b"")[:500].decode("utf-8", "replace"),
            }
        )
    elif status < 300 and not NOT_JSON.match(case.operation.path):
        look_at(json.loads(response.content))


def wrong(case, response):
    if response.status_code >= 500:
        return "a fault"
    if 300 <= response.status_code < 400:
        return "a redirect"
    if response.status_code == 204 or not response.content:
        return "an empty body"
    if response.status_code < 300 and NOT_JSON.match(case.operation.path):
        return None
    try:
        json.loads(response.content)
    except ValueError:
        return "not JSON"
    types = response.headers.get("content-type", [""])
    return None if types[0].startswith("application/json") else "not declared as JSON"


def look_at(value):
    """Remembers ids by the names that parameters have."""
    if isinstance(value, list):
        for each in value[:20]:
            look_at(each)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str) and UUID.match(value["id"]):
            kind = "memory_id" if "memory" in value else "event_id" if "event_type" in value else "id"
            SEEN[kind].append(value["id"])
        if isinstance(value.get("type"), str) and isinstance(value.get("name"), str) and "total_memories" in value:
            SEEN["entity_type"].append(value["type"])
            SEEN["entity_id"].append(value["name"] if DICE.random() < 0.8 else value["id"])
        for key, each in value.items():
            if key.endswith("_id") and isinstance(each, str) and each:
                SEEN[key].append(each)
            elif isinstance(each, (dict, list)):
                look_at(each)


@atexit.register
def report():
    still = requests.get(URL + "/v1/ping/", headers=KEY, timeout=30)
    with open(os.environ["FUZZ_TALLY"], "w", encoding="utf-8") as file:
        json.dump(
            {
                "requests": sum(COUNTS.values()),
                "statuses": COUNTS,
                "operations": OPERATIONS,
                "never_succeeded": sorted(set(OPERATIONS) - set(SUCCESSES)),
                "wrong": WRONG[:50],
                "key_still_works": still.ok,
            },
            file,
            indent=1,
        )
