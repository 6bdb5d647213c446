// What the cases of cases.mjs stand on.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import LlamaCloud from '@llamaindex/llama-cloud';

let requests = 0;
const options = {
  apiKey: 'My API Key',
  timeout: 20_000,
  fetch: (...request) => {
    requests += 1;
    return fetch(...request);
  },
};
const client = new LlamaCloud({ ...options, baseURL: process.env.BASE_URL });

// The server whose agent is built in, the one with a model, and the one with a limit to the rate of a key.
export const chat = client.beta.chat;
export const chatWithModel = new LlamaCloud({ ...options, baseURL: process.env.MODEL_BASE_URL }).beta.chat;
export const chatWithLimit = new LlamaCloud({ ...options, baseURL: process.env.LIMITED_BASE_URL }).beta.chat;

// The chat resource for callers with another key, or with none.
export const withKey = (key) =>
  key === null
    ? client.withOptions({ defaultHeaders: { Authorization: null } }).beta.chat
    : client.withOptions({ apiKey: key }).beta.chat;

// What the package's types require of an event, by its type.
const CONTENT = { content: 'string' };
const EVENTS = {
  text_delta: CONTENT,
  text: CONTENT,
  thinking_delta: CONTENT,
  thinking: CONTENT,
  user_input: CONTENT,
  tool_call: { call_id: 'string', name: 'string', arguments: 'object' },
  tool_result: { call_id: 'string', name: 'string' },
  stop: { is_error: 'boolean', usage: 'object' },
};

// The events of one turn, read line by line; each is held against the package's types.
export const turn = async (chat, sessionId, prompt = 'Hello', indexIds = ['handbook'], ids = {}) => {
  const response = await streaming(chat, sessionId, prompt, indexIds, ids);
  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  const events = [];
  let name;
  for await (const line of lines(response.body)) {
    const [, field, value] = line.match(/^(\w+): (.*)$/s) ?? [];
    if (field === 'event') {
      name = value;
    } else if (field === 'data') {
      const event = JSON.parse(value);
      for (const [property, type] of Object.entries(EVENTS[event.type])) {
        assert.equal(typeof event[property], type, value);
      }
      assert.equal(name, event.type.endsWith('_delta') ? 'delta' : 'message', value);
      events.push(event);
    }
  }
  assert.equal(events.findIndex((event) => event.type === 'stop'), events.length - 1, JSON.stringify(events));
  return events;
};

// A turn's answer, as soon as it has begun.
export const streaming = (chat, sessionId, prompt, indexIds, ids = {}) =>
  chat.stream(sessionId, { index_ids: indexIds, prompt, ...ids }).asResponse();

async function* lines(body) {
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop();
    yield* pieces;
  }
  assert.equal(rest, '', 'the stream was cut');
}

// The call is refused with that status and detail, and the package does not try again.
export const refused = async (call, status, { faults, detail }) => {
  requests = 0;
  const error = await Promise.resolve(call()).then(
    () => assert.fail(`not refused with ${status}`),
    (error) => error,
  );
  assert.equal(error.status, status, String(error));
  assert.equal(requests, 1, 'the package tried again');
  if (faults === undefined) {
    assert.ok(error.error.detail.startsWith(detail), error.error.detail);
  } else {
    assert.deepEqual(error.error.detail.map(({ type, loc }) => [type, loc]), faults);
  }
};

// What the call gives as soon as it is something, within ten seconds.
export const eventually = async (call) => {
  const limit = Date.now() + 10_000;
  for (;;) {
    const value = await call();
    if (value) return value;
    assert.ok(Date.now() < limit, 'it did not come about within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

// A project that nobody else has sessions in.
export const ownProject = () => ({ project_id: randomUUID() });
