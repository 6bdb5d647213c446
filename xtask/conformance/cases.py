"""The vendor's Python SDK on real sessions: `cases.py sync` or `cases.py async`. cases.mjs has the same cases."""

import asyncio
import functools
import json
import sys
import traceback
from pathlib import Path

from driver import Sdk, done, each, eventually, own_project, refused, streaming, turn

CASES = {}


def case(function):
    """Makes a function a case, which is called what the function is."""
    CASES[function.__name__.replace("_", " ")] = function
    return function


@case
async def a_session_is_created_without_arguments(sdk):
    session = await done(sdk.chat.create())
    assert session.session_id.startswith("ses-"), session
    assert session.index_ids is None and session.generated_title is None and session.job_metadata is None, session


@case
async def a_session_is_created_with_indexes(sdk):
    for index_ids in (["idx-1", "idx-2"], [], None):
        session = await done(sdk.chat.create(index_ids=index_ids))
        assert session.index_ids == index_ids, session


@case
async def a_session_is_created_in_a_project(sdk):
    ids = {**own_project(), "organization_id": own_project()["project_id"]}
    session = await done(sdk.chat.create(**ids))
    summary = await done(sdk.chat.get_summary(session.session_id, **ids))
    assert summary.to_dict() == session.to_dict(), summary


@case
async def a_session_of_another_project_is_not_found(sdk):
    session = await done(sdk.chat.create(**own_project()))
    await refused(lambda: sdk.chat.retrieve(session.session_id, **own_project()), 404, detail="")


@case
async def a_new_session_has_no_events(sdk):
    session = await done(sdk.chat.create(index_ids=["handbook"]))
    full = await done(sdk.chat.retrieve(session.session_id))
    assert full.to_dict() == {**session.to_dict(), "events": []}, full


@case
async def a_summary_is_what_create_gave(sdk):
    session = await done(sdk.chat.create(index_ids=["handbook"]))
    summary = await done(sdk.chat.get_summary(session.session_id))
    assert summary.to_dict() == session.to_dict(), summary


@case
async def a_list_is_paged_to_the_end(sdk):
    ids = own_project()
    created = [(await done(sdk.chat.create(**ids))).session_id for _ in range(5)]
    page = await done(sdk.chat.list(page_size=2, **ids))
    pages = [[session.session_id for session in page.items] async for page in each(page.iter_pages())]
    newest = created[::-1]
    assert pages == [newest[:2], newest[2:4], newest[4:]], (created, pages)
    assert [session.session_id async for session in each(page)] == newest


@case
async def a_page_has_twenty_sessions_by_default(sdk):
    ids = own_project()
    for _ in range(21):
        await done(sdk.chat.create(**ids))
    page = await done(sdk.chat.list(**ids))
    assert len(page.items) == 20 and page.has_next_page(), page
    page = await done(page.get_next_page())
    assert len(page.items) == 1 and not page.has_next_page(), page


@case
async def a_project_without_sessions_has_an_empty_list(sdk):
    page = await done(sdk.chat.list(**own_project()))
    assert page.items == [] and page.next_page_token is None, page


@case
async def a_list_is_stable_while_sessions_come_and_go(sdk):
    ids = own_project()
    oldest, gone, third, newest = [(await done(sdk.chat.create(**ids))).session_id for _ in range(4)]
    page = await done(sdk.chat.list(page_size=2, **ids))
    assert [session.session_id for session in page.items] == [newest, third], page
    await done(sdk.chat.create(**ids))
    await done(sdk.chat.delete(third, **ids))
    await done(sdk.chat.delete(gone, **ids))
    page = await done(page.get_next_page())
    assert [session.session_id for session in page.items] == [oldest], page


@case
async def a_turn_moves_its_session_to_the_front(sdk):
    ids = own_project()
    first = await done(sdk.chat.create(**ids))
    second = await done(sdk.chat.create(**ids))
    await turn(sdk.chat, first.session_id, **ids)
    page = await done(sdk.chat.list(**ids))
    assert [session.session_id for session in page.items] == [first.session_id, second.session_id], page
    assert page.items[0].last_updated_at > second.last_updated_at, page


@case
async def a_page_token_cannot_be_altered(sdk):
    ids = own_project()
    for _ in range(2):
        await done(sdk.chat.create(**ids))
    token = (await done(sdk.chat.list(page_size=1, **ids))).next_page_token
    other = "A" if token[8] != "A" else "B"
    for altered in (token[:8] + other + token[9:], token[:-4], token + "AAAA", "tok"):
        await refused_token(sdk.chat, altered, ids)
    await refused_token(sdk.chat, token, own_project())


async def refused_token(chat, token, ids):
    call = lambda: chat.list(page_size=1, page_token=token, **ids)
    await refused(call, 422, faults=[["page_token_invalid", ["query", "page_token"]]])


@case
async def a_deleted_session_is_gone_everywhere(sdk):
    ids = own_project()
    session_id = (await done(sdk.chat.create(**ids))).session_id
    await turn(sdk.chat, session_id, **ids)
    assert await done(sdk.chat.delete(session_id, **ids)) is None
    for call in (sdk.chat.retrieve, sdk.chat.get_summary, sdk.chat.delete):
        await refused(lambda: call(session_id, **ids), 404, detail="")
    await refused(lambda: sdk.chat.stream(session_id, index_ids=["handbook"], prompt="Hello", **ids), 404, detail="")
    assert (await done(sdk.chat.list(**ids))).items == []


@case
async def a_turn_searches_then_answers_then_stops(sdk):
    session = await done(sdk.chat.create(index_ids=["handbook"]))
    call, result, *deltas, text, stop = await turn(sdk.chat, session.session_id, "How many days of annual leave?")
    assert (call["type"], result["type"], text["type"]) == ("tool_call", "tool_result", "text")
    assert call["call_id"] == result["call_id"] and call["name"] == result["name"], (call, result)
    assert deltas and all(delta["type"] == "text_delta" for delta in deltas), deltas
    assert "".join(delta["content"] for delta in deltas) == text["content"]
    assert stop["is_error"] is False and stop["error"] is None, stop


@case
async def an_answer_quotes_its_source(sdk):
    session = await done(sdk.chat.create(index_ids=["handbook"]))
    _, result, *_, text, _ = await turn(sdk.chat, session.session_id, "How many days of annual leave?")
    assert "leave.md" in json.dumps(result["result"]), result
    assert "27 days of annual leave" in text["content"] and "leave.md" in text["content"], text


@case
async def an_index_that_does_not_exist_is_named(sdk):
    session = await done(sdk.chat.create())
    _, result, *_, stop = await turn(sdk.chat, session.session_id, index_ids=["no-such-index"])
    assert "no-such-index" in json.dumps(result["result"]), result
    assert stop["is_error"] is False, stop


@case
async def a_history_keeps_the_message_and_complete_events(sdk):
    session = await done(sdk.chat.create(index_ids=["handbook"]))
    expected = []
    for prompt in ("Trains or planes?", "Né? 🚂\n\tÜber alles: \"quoted\" \\ \u2028 \u0000"):
        events = await turn(sdk.chat, session.session_id, prompt)
        expected.append({"type": "user_input", "content": prompt})
        expected += [event for event in events if not event["type"].endswith("_delta")]
    full = await done(sdk.chat.retrieve(session.session_id))
    assert [event.to_dict() for event in full.events] == expected, full.events


@case
async def a_title_comes_from_the_first_message(sdk):
    session = await done(sdk.chat.create())
    await turn(sdk.chat, session.session_id, "  What were the main\nfindings? ")
    await turn(sdk.chat, session.session_id, "And the others?")
    summary = await done(sdk.chat.get_summary(session.session_id))
    assert summary.generated_title == "What were the main findings?", summary


@case
async def a_long_title_ends_at_a_word(sdk):
    session = await done(sdk.chat.create())
    # The sixtieth character is in the fourth word.
    await turn(sdk.chat, session.session_id, " ".join(["Übergrößenträger"] * 30))
    summary = await done(sdk.chat.get_summary(session.session_id))
    assert summary.generated_title == "Übergrößenträger Übergrößenträger Übergrößenträger...", summary


@case
async def job_metadata_is_of_the_last_run(sdk):
    session = await done(sdk.chat.create(index_ids=["handbook"]))
    for prompt in ("Trains or planes?", "How much is a hotel?"):
        usage = (await turn(sdk.chat, session.session_id, prompt))[-1]["usage"]
        metadata = (await done(sdk.chat.get_summary(session.session_id))).job_metadata.to_dict()
        assert usage.items() <= metadata.items(), (usage, metadata)
        assert metadata["is_error"] is False and metadata["error"] is None, metadata


@case
async def indexes_are_locked_after_the_first_message(sdk):
    session_id = (await done(sdk.chat.create(index_ids=["handbook", "other"]))).session_id
    await turn(sdk.chat, session_id, index_ids=["handbook", "other"])
    before = await done(sdk.chat.retrieve(session_id))
    for index_ids in (["handbook"], ["handbook", "other", "third"], ["third"]):
        call = lambda: sdk.chat.stream(session_id, index_ids=index_ids, prompt="Hello")
        await refused(call, 422, faults=[["index_ids_locked", ["body", "index_ids"]]])
    assert await done(sdk.chat.retrieve(session_id)) == before, "a refused message left a trace"
    await turn(sdk.chat, session_id, index_ids=["other", "handbook"])


@case
async def an_unbound_session_takes_the_indexes_of_each_message(sdk):
    session_id = (await done(sdk.chat.create())).session_id
    for index_ids in (["handbook"], ["other"], ["handbook", "other"]):
        await turn(sdk.chat, session_id, index_ids=index_ids)
    assert (await done(sdk.chat.get_summary(session_id))).index_ids is None


@case
async def a_second_turn_at_the_same_time_is_refused_once(sdk):
    chat = sdk.chat_with_model
    session_id = (await done(chat.create())).session_id
    async with streaming(chat, session_id, "wait", ["handbook"]):
        await refused(lambda: chat.stream(session_id, index_ids=["handbook"], prompt="Hello"), 409, detail="")


@case
async def a_caller_who_leaves_cancels_the_turn(sdk):
    chat = sdk.chat_with_model
    session_id = (await done(chat.create())).session_id
    async with streaming(chat, session_id, "wait", ["handbook"]):
        pass

    async def ended():
        full = await done(chat.retrieve(session_id))
        return full if full.job_metadata else None

    full = await eventually(ended)
    assert full.events[0].to_dict() == {"type": "user_input", "content": "wait"}, full.events
    assert full.job_metadata.is_error, full.job_metadata
    await turn(chat, session_id, "fail")


@case
async def a_caller_with_a_limit_only_waits(sdk):
    for _ in range(3):
        assert (await done(sdk.chat_with_limit.create())).session_id.startswith("ses-")


@case
async def a_turn_that_fails_says_so(sdk):
    chat = sdk.chat_with_model
    session_id = (await done(chat.create())).session_id
    stop = (await turn(chat, session_id, "fail"))[-1]
    assert stop["is_error"] is True and stop["error"], stop
    full = await done(chat.retrieve(session_id))
    assert full.events[-1].to_dict() == stop, full.events
    assert full.job_metadata.is_error is True and full.job_metadata.error == stop["error"], full.job_metadata


async def refusal(sdk, *, calls, status, faults=None, detail=None, key="", **_):
    """A case of refusals.json: every call of it is refused. A session that a call does not name is a real one."""
    chat = sdk.chat if key == "" else sdk.with_key(key)
    session_id = (await done(sdk.chat.create())).session_id
    for name, arguments in calls:
        if name not in ("create", "list"):
            arguments = {"session_id": session_id, **arguments}
        await refused(lambda: getattr(chat, name)(**arguments), status, faults=faults, detail=detail)


def where(error):
    """The last line of the scripts that led to an error."""
    here = str(Path(__file__).parent)
    *_, frame = (frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(here))
    return f"{Path(frame.filename).name}:{frame.lineno}: {frame.line}"


async def main(kind):
    for refused_calls in json.loads(Path(__file__).with_name("refusals.json").read_text()):
        CASES[refused_calls["name"]] = functools.partial(refusal, **refused_calls)
    sdk = Sdk(kind)
    failed = False
    for name, function in CASES.items():
        try:
            await function(sdk)
            print(f"ok   {name}", flush=True)
        except Exception as error:  # one case must not cost the others
            failed = True
            print(f"FAIL {name}: {where(error)}: {error!r}", flush=True)
    sys.exit(failed)


asyncio.run(main(sys.argv[1]))
