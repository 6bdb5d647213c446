// The vendor's npm package on real sessions. cases.py has the same cases.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chat, chatWithLimit, chatWithModel, eventually, ownProject, refused, streaming, turn, withKey } from './driver.mjs';

const cases = {
  'a session is created without arguments': async () => {
    const session = await chat.create();
    assert.match(session.session_id, /^ses-/);
    assert.deepEqual([session.index_ids, session.generated_title, session.job_metadata], [null, null, null]);
  },

  'a session is created with indexes': async () => {
    for (const index_ids of [['idx-1', 'idx-2'], [], null]) {
      assert.deepEqual((await chat.create({ index_ids })).index_ids, index_ids);
    }
  },

  'a session is created in a project': async () => {
    const ids = { ...ownProject(), organization_id: randomUUID() };
    const session = await chat.create(ids);
    assert.deepEqual(await chat.getSummary(session.session_id, ids), session);
  },

  'a session of another project is not found': async () => {
    const session = await chat.create(ownProject());
    await refused(() => chat.retrieve(session.session_id, ownProject()), 404, { detail: '' });
  },

  'a new session has no events': async () => {
    const session = await chat.create({ index_ids: ['handbook'] });
    assert.deepEqual(await chat.retrieve(session.session_id), { ...session, events: [] });
  },

  'a summary is what create gave': async () => {
    const session = await chat.create({ index_ids: ['handbook'] });
    assert.deepEqual(await chat.getSummary(session.session_id), session);
  },

  'a list is paged to the end': async () => {
    const ids = ownProject();
    const newest = (await create(5, ids)).reverse();
    const pages = [];
    const page = await chat.list({ page_size: 2, ...ids });
    for await (const each of page.iterPages()) pages.push(sessionIds(each));
    assert.deepEqual(pages, [newest.slice(0, 2), newest.slice(2, 4), newest.slice(4)]);
    const all = [];
    for await (const session of chat.list({ page_size: 2, ...ids })) all.push(session.session_id);
    assert.deepEqual(all, newest);
  },

  'a page has twenty sessions by default': async () => {
    const ids = ownProject();
    await create(21, ids);
    const page = await chat.list(ids);
    assert.deepEqual([page.items.length, page.hasNextPage()], [20, true]);
    const next = await page.getNextPage();
    assert.deepEqual([next.items.length, next.hasNextPage()], [1, false]);
  },

  'a project without sessions has an empty list': async () => {
    const page = await chat.list(ownProject());
    assert.deepEqual([page.items, page.hasNextPage()], [[], false]);
  },

  'a list is stable while sessions come and go': async () => {
    const ids = ownProject();
    const [oldest, gone, third, newest] = await create(4, ids);
    const page = await chat.list({ page_size: 2, ...ids });
    assert.deepEqual(sessionIds(page), [newest, third]);
    await chat.create(ids);
    await chat.delete(third, ids);
    await chat.delete(gone, ids);
    assert.deepEqual(sessionIds(await page.getNextPage()), [oldest]);
  },

  'a turn moves its session to the front': async () => {
    const ids = ownProject();
    const [first, second] = await create(2, ids);
    await turn(chat, first, 'Hello', ['handbook'], ids);
    const page = await chat.list(ids);
    assert.deepEqual(sessionIds(page), [first, second]);
    assert.ok(page.items[0].last_updated_at > page.items[1].last_updated_at);
  },

  'a page token cannot be altered': async () => {
    const ids = ownProject();
    await create(2, ids);
    const { next_page_token: token } = await chat.list({ page_size: 1, ...ids });
    const faults = [['page_token_invalid', ['query', 'page_token']]];
    const other = token[8] === 'A' ? 'B' : 'A';
    for (const page_token of [token.slice(0, 8) + other + token.slice(9), token.slice(0, -4), token + 'AAAA', 'tok']) {
      await refused(() => chat.list({ page_size: 1, page_token, ...ids }), 422, { faults });
    }
    await refused(() => chat.list({ page_size: 1, page_token: token, ...ownProject() }), 422, { faults });
  },

  'a deleted session is gone everywhere': async () => {
    const ids = ownProject();
    const [sessionId] = await create(1, ids);
    await turn(chat, sessionId, 'Hello', ['handbook'], ids);
    await chat.delete(sessionId, ids);
    for (const name of ['retrieve', 'getSummary', 'delete']) {
      await refused(() => chat[name](sessionId, ids), 404, { detail: '' });
    }
    const message = { index_ids: ['handbook'], prompt: 'Hello', ...ids };
    await refused(() => chat.stream(sessionId, message), 404, { detail: '' });
    assert.deepEqual((await chat.list(ids)).items, []);
  },

  'a turn searches then answers then stops': async () => {
    const sessionId = await bound('handbook');
    const [call, result, ...rest] = await turn(chat, sessionId, 'How many days of annual leave?');
    const [text, stop] = rest.splice(-2);
    assert.deepEqual([call.type, result.type, text.type], ['tool_call', 'tool_result', 'text']);
    assert.deepEqual([call.call_id, call.name], [result.call_id, result.name]);
    assert.deepEqual([...new Set(rest.map((delta) => delta.type))], ['text_delta']);
    assert.equal(rest.map((delta) => delta.content).join(''), text.content);
    assert.deepEqual([stop.is_error, stop.error], [false, null]);
  },

  'an answer quotes its source': async () => {
    const sessionId = await bound('handbook');
    const [, result, ...rest] = await turn(chat, sessionId, 'How many days of annual leave?');
    assert.match(JSON.stringify(result.result), /leave\.md/);
    const text = rest.at(-2).content;
    assert.match(text, /27 days of annual leave/);
    assert.match(text, /leave\.md/);
  },

  'an index that does not exist is named': async () => {
    const [sessionId] = await create(1);
    const [, result, ...rest] = await turn(chat, sessionId, 'Hello', ['no-such-index']);
    assert.match(JSON.stringify(result.result), /no-such-index/);
    assert.equal(rest.at(-1).is_error, false);
  },

  'a history keeps the message and complete events': async () => {
    const sessionId = await bound('handbook');
    const expected = [];
    for (const prompt of ['Trains or planes?', 'Né? 🚂\n\tÜber alles: "quoted" \\ \u2028 \u0000']) {
      const events = await turn(chat, sessionId, prompt);
      expected.push({ type: 'user_input', content: prompt });
      expected.push(...events.filter((event) => !event.type.endsWith('_delta')));
    }
    assert.deepEqual((await chat.retrieve(sessionId)).events, expected);
  },

  'a title comes from the first message': async () => {
    const [sessionId] = await create(1);
    await turn(chat, sessionId, '  What were the main\nfindings? ');
    await turn(chat, sessionId, 'And the others?');
    assert.equal((await chat.getSummary(sessionId)).generated_title, 'What were the main findings?');
  },

  'a long title ends at a word': async () => {
    const [sessionId] = await create(1);
    // The sixtieth character is in the fourth word.
    await turn(chat, sessionId, Array(30).fill('Übergrößenträger').join(' '));
    const { generated_title: title } = await chat.getSummary(sessionId);
    assert.equal(title, 'Übergrößenträger Übergrößenträger Übergrößenträger...');
  },

  'job metadata is of the last run': async () => {
    const sessionId = await bound('handbook');
    for (const prompt of ['Trains or planes?', 'How much is a hotel?']) {
      const { usage } = (await turn(chat, sessionId, prompt)).at(-1);
      const { job_metadata: metadata } = await chat.getSummary(sessionId);
      assert.deepEqual({ ...metadata, ...usage }, metadata);
      assert.deepEqual([metadata.is_error, metadata.error], [false, null]);
    }
  },

  'indexes are locked after the first message': async () => {
    const sessionId = await bound('handbook', 'other');
    await turn(chat, sessionId, 'Hello', ['handbook', 'other']);
    const before = await chat.retrieve(sessionId);
    const faults = [['index_ids_locked', ['body', 'index_ids']]];
    for (const index_ids of [['handbook'], ['handbook', 'other', 'third'], ['third']]) {
      await refused(() => chat.stream(sessionId, { index_ids, prompt: 'Hello' }), 422, { faults });
    }
    assert.deepEqual(await chat.retrieve(sessionId), before, 'a refused message left a trace');
    await turn(chat, sessionId, 'Hello', ['other', 'handbook']);
  },

  'an unbound session takes the indexes of each message': async () => {
    const [sessionId] = await create(1);
    for (const indexIds of [['handbook'], ['other'], ['handbook', 'other']]) {
      await turn(chat, sessionId, 'Hello', indexIds);
    }
    assert.equal((await chat.getSummary(sessionId)).index_ids, null);
  },

  'a second turn at the same time is refused once': async () => {
    const { session_id: sessionId } = await chatWithModel.create();
    const response = await streaming(chatWithModel, sessionId, 'wait', ['handbook']);
    const message = { index_ids: ['handbook'], prompt: 'Hello' };
    await refused(() => chatWithModel.stream(sessionId, message), 409, { detail: '' });
    await response.body.cancel();
  },

  'a caller who leaves cancels the turn': async () => {
    const { session_id: sessionId } = await chatWithModel.create();
    await (await streaming(chatWithModel, sessionId, 'wait', ['handbook'])).body.cancel();
    const full = await eventually(async () => {
      const full = await chatWithModel.retrieve(sessionId);
      return full.job_metadata ? full : undefined;
    });
    assert.deepEqual(full.events[0], { type: 'user_input', content: 'wait' });
    assert.equal(full.job_metadata.is_error, true);
    await turn(chatWithModel, sessionId, 'fail');
  },

  'a caller with a limit only waits': async () => {
    for (let n = 0; n < 3; n += 1) assert.match((await chatWithLimit.create()).session_id, /^ses-/);
  },

  'a turn that fails says so': async () => {
    const { session_id: sessionId } = await chatWithModel.create();
    const stop = (await turn(chatWithModel, sessionId, 'fail')).at(-1);
    assert.equal(stop.is_error, true);
    assert.ok(stop.error);
    const full = await chatWithModel.retrieve(sessionId);
    assert.deepEqual(full.events.at(-1), stop);
    assert.deepEqual([full.job_metadata.is_error, full.job_metadata.error], [true, stop.error]);
  },
};

// Each case of refusals.json: every call of it is refused. A session that a call does not name is a real one.
for (const { name, calls, status, faults, detail, key } of JSON.parse(readFileSync('refusals.json'))) {
  cases[name] = async () => {
    const caller = key === undefined ? chat : withKey(key);
    const [real] = await create(1);
    for (const [call, { session_id = real, ...rest }] of calls) {
      const method = call === 'get_summary' ? 'getSummary' : call;
      const parameters = ['create', 'list'].includes(call) ? [rest] : [session_id, rest];
      await refused(() => caller[method](...parameters), status, { faults, detail });
    }
  };
}

// The ids of that many new sessions.
async function create(count, ids = {}) {
  const created = [];
  while (created.length < count) created.push((await chat.create(ids)).session_id);
  return created;
}

async function bound(...index_ids) {
  return (await chat.create({ index_ids })).session_id;
}

function sessionIds(page) {
  return page.items.map((session) => session.session_id);
}

for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`FAIL ${name}: ${error.stack.replaceAll('\n', ' ')}`);
  }
}
