// What every script needs: where the server is, fresh ids, patience, and plain HTTP.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these scripts are started by the JUnit classes of this module`);
  return value;
}

export const baseUrl = setting("COMPAT_URL");
// The same server behind a reverse proxy that strips a path prefix.
export const prefixedUrl = setting("COMPAT_PREFIXED_URL");
export const apiKey = setting("COMPAT_API_KEY");
export const email = setting("COMPAT_EMAIL");
export const unknownKey = `m0-${"x".repeat(43)}`;

export const neverStored = "6f1de0f5-8a57-4b5e-9d1c-0a8a3f7a2b11";
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const wireTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00$/;

// Ids that break servers which decode a path before splitting it, or parse a query too eagerly.
export const awkwardIds = ["team/ana", "ana maria", "100%", "a%2Fb", "what?#now", "c;d\\e", "a+b&c=d", "Zoë/Ünal 東京"];

/** A name no other test uses, so that all scripts can share one server. */
export const fresh = (label) => `${label}-${randomUUID()}`;

export const user = (id) => ({ user_id: id });

/** Asks until the answer is truthy; work behind an `infer: true` add finishes within a second or two. */
export async function eventually(what, ask, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) assert.fail(`${what}: not within ${seconds} s`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}

/** One plain request; redirects are returned, not followed. */
export async function http(method, path, { body, headers, base = baseUrl, key = apiKey } = {}) {
  const response = await fetch(base + path, {
    method,
    redirect: "manual",
    headers: { ...(key && { Authorization: `Token ${key}` }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, type: response.headers.get("content-type") ?? "", text, json };
}

/** One plain request that must succeed; the parsed body. */
export async function ok(method, path, body) {
  const answer = await http(method, path, { body });
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

/** Stores the texts verbatim, oldest first, one minute apart, and returns their ids in that order. */
export async function store(texts, scope, extra = {}) {
  const ids = [];
  const start = Math.floor(Date.now() / 1000) - 60 * texts.length;
  for (const [at, text] of texts.entries()) {
    const added = await ok("POST", "/v3/memories/add/", {
      messages: [{ role: "user", content: text }],
      infer: false,
      timestamp: start + 60 * at,
      ...scope,
      ...extra,
    });
    assert.equal(added.results.length, 1, JSON.stringify(added));
    ids.push(added.results[0].id);
  }
  return ids;
}
