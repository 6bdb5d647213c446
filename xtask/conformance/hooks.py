"""What Schemathesis cannot know of the API from openapi.yaml alone."""

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

# What the document cannot say of a request: a token is one that the server gave, the indexes of a session are locked.
MEANINGS = ({"page_token_invalid"}, {"index_ids_locked"})


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A request that the document allows may still be refused for what it means, and for nothing else."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return True
    return {fault["type"] for fault in response.json()["detail"]} not in MEANINGS


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Declares the items of streams in Schemathesis's form: that of OpenAPI 3.2, an object for each frame."""
    for path in raw_schema["paths"].values():
        for operation in path.values():
            for response in operation.get("responses", {}).values() if isinstance(operation, dict) else ():
                media_type = response.get("content", {}).get("text/event-stream", {})
                if "x-item-schema" in media_type:
                    del media_type["schema"]
                    media_type["itemSchema"] = frame(media_type["x-item-schema"], media_type["x-event-name"])


def frame(schema, names):
    """The schema of a frame whose data has the schema given; its event is named by the data's type."""
    return {
        "type": "object",
        "required": ["event", "data"],
        "properties": {
            "event": {"enum": ["message", *names.values()]},
            "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": schema},
        },
    }
