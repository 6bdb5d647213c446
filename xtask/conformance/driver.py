"""What lets one script of cases drive the vendor's SDK both ways, sync and async."""

import inspect
import json
import os
import time
import uuid
from contextlib import asynccontextmanager

import pydantic
from llama_cloud import APIStatusError, AsyncLlamaCloud, LlamaCloud, Omit
from llama_cloud.types.beta.chat_retrieve_response import Event

# Every answer is held against the SDK's own models; retries are the SDK's own too.
OPTIONS = {"api_key": "My API Key", "timeout": 20, "_strict_response_validation": True}
EVENT = pydantic.TypeAdapter(Event)


class Sdk:
    """The chat resource of one kind of client, on the server whose agent is built in, on the one with a model, and on the
    one with a limit to the rate of a key."""

    def __init__(self, kind):
        client = {"sync": LlamaCloud, "async": AsyncLlamaCloud}[kind]
        self.client = client(base_url=os.environ["BASE_URL"], **OPTIONS)
        self.chat = self.client.beta.chat
        self.chat_with_model = client(base_url=os.environ["MODEL_BASE_URL"], **OPTIONS).beta.chat
        self.chat_with_limit = client(base_url=os.environ["LIMITED_BASE_URL"], **OPTIONS).beta.chat

    def with_key(self, key):
        """The chat resource for callers with another key, or with none."""
        if key is None:
            return self.client.with_options(default_headers={"Authorization": Omit()}).beta.chat
        return self.client.with_options(api_key=key).beta.chat


async def done(answer):
    """An answer, awaited if it has to be."""
    return await answer if inspect.isawaitable(answer) else answer


async def each(values):
    """The values of any iterator."""
    if hasattr(values, "__aiter__"):
        async for value in values:
            yield value
    else:
        for value in values:
            yield value


@asynccontextmanager
async def opened(manager):
    """What any context manager gives."""
    if hasattr(manager, "__aenter__"):
        async with manager as value:
            yield value
    else:
        with manager as value:
            yield value


async def turn(chat, session_id, prompt="Hello", index_ids=("handbook",), **ids):
    """The events of one turn, read line by line as the vendor's guide does; each is held against the SDK's model."""
    events = []
    async with streaming(chat, session_id, prompt, index_ids, **ids) as response:
        assert response.headers["content-type"].startswith("text/event-stream"), response.headers
        name = None
        async for line in each(response.iter_lines()):
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                event = json.loads(value)
                assert EVENT.validate_python(event, strict=True).type == event["type"], event
                assert name == ("delta" if event["type"].endswith("_delta") else "message"), (name, event)
                events.append(event)
    assert [event["type"] for event in events].index("stop") == len(events) - 1, events
    return events


def streaming(chat, session_id, prompt, index_ids, **ids):
    """A turn's answer, as soon as it has begun."""
    stream = chat.with_streaming_response.stream
    return opened(stream(session_id, index_ids=list(index_ids), prompt=prompt, **ids))


async def refused(call, status, *, faults=None, detail=None):
    """The call is refused with that status and detail, and the SDK does not try again."""
    try:
        await done(call())
    except APIStatusError as error:
        assert error.status_code == status, (error.status_code, error.body)
        assert error.request.headers["x-stainless-retry-count"] == "0", "the SDK tried again"
        if faults is None:
            assert error.body["detail"].startswith(detail), error.body
        else:
            found = [[fault["type"], fault["loc"]] for fault in error.body["detail"]]
            assert found == faults, error.body
        return
    raise AssertionError(f"not refused with {status}")


async def eventually(call):
    """What the call gives as soon as it is something, within ten seconds."""
    limit = time.monotonic() + 10
    while not (value := await call()):
        assert time.monotonic() < limit, "it did not come about within ten seconds"
        time.sleep(0.05)
    return value


def own_project():
    """A project that nobody else has sessions in."""
    return {"project_id": str(uuid.uuid4())}
