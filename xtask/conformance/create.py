"""Create Session, called by the vendor's own SDK with strict response validation."""

import os
import sys
import uuid

from llama_cloud import AuthenticationError, LlamaCloud, UnprocessableEntityError

BASE_URL = os.environ["TEST_API_BASE_URL"]
KEY = "My API Key"


def client(key=KEY):
    return LlamaCloud(base_url=BASE_URL, api_key=key, max_retries=0, _strict_response_validation=True)


def no_arguments():
    session = client().beta.chat.create()
    assert session.session_id.startswith("ses-"), session
    assert session.index_ids is None and session.generated_title is None and session.job_metadata is None, session


def with_index_ids():
    assert client().beta.chat.create(index_ids=["idx-1", "idx-2"]).index_ids == ["idx-1", "idx-2"]
    assert client().beta.chat.create(index_ids=[]).index_ids == []
    assert client().beta.chat.create(index_ids=None).index_ids is None


def with_both_ids():
    session = client().beta.chat.create(organization_id=str(uuid.uuid4()), project_id=str(uuid.uuid4()))
    assert session.session_id.startswith("ses-"), session


def refused(call, error, *, kind=None, loc=None, detail=None):
    try:
        call()
    except error as raised:
        body = raised.body
        if detail is not None:
            assert body["detail"].startswith(detail), body
        else:
            assert [(fault["type"], fault["loc"]) for fault in body["detail"]] == [(kind, loc)], body
        return
    raise AssertionError(f"{error.__name__} was not raised")


def too_many_indexes():
    call = lambda: client().beta.chat.create(index_ids=["x"] * 11)
    refused(call, UnprocessableEntityError, kind="too_long", loc=["body", "index_ids"])


def malformed_project():
    call = lambda: client().beta.chat.create(project_id="abc")
    refused(call, UnprocessableEntityError, kind="uuid_parsing", loc=["query", "project_id"])


def wrong_item():
    call = lambda: client().beta.chat.create(index_ids=[1])
    refused(call, UnprocessableEntityError, kind="string_type", loc=["body", "index_ids", 0])


def wrong_key():
    refused(lambda: client("wrong").beta.chat.create(), AuthenticationError, detail="Invalid API Key.")


def no_key():
    call = lambda: client().beta.chat.create(extra_headers={"Authorization": "Basic eA=="})
    refused(call, AuthenticationError, detail="Not authenticated")


CASES = [no_arguments, with_index_ids, with_both_ids, too_many_indexes, malformed_project, wrong_item, wrong_key, no_key]

failed = 0
for case in CASES:
    try:
        case()
        print("ok  ", case.__name__)
    except Exception as error:  # one case must not cost the others
        failed += 1
        print("FAIL", case.__name__, repr(error))
print(f"{len(CASES) - failed} passed, {failed} failed")
sys.exit(bool(failed))
