"""Create Session as the real service is built: FastAPI on uvicorn, with the same model and checks, over a dictionary."""

import socket
import sys
from datetime import datetime, timezone
from typing import Annotated
from uuid import UUID, uuid4

import uvicorn
from fastapi import Cookie, Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

KEY = sys.argv[1]


class SessionCreate(BaseModel):
    index_ids: Annotated[list[str], Field(max_length=10)] | None = None


class JobMetadata(BaseModel):
    duration_ms: float = 0.0
    turns: int = 1
    is_error: bool = False
    error: str | None = None
    total_input_tokens: int | None = None
    total_output_tokens: int | None = None
    export_config_ids: list[str] | None = None


class ChatSessionSummary(BaseModel):
    session_id: str
    last_updated_at: str
    generated_title: str | None = None
    index_ids: list[str] | None = None
    job_metadata: JobMetadata | None = None


app = FastAPI()
bearer = HTTPBearer()
sessions: dict[str, ChatSessionSummary] = {}


async def authenticated(key: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> None:
    if key.credentials != KEY:
        raise HTTPException(401, "Invalid API Key.")


@app.post("/api/v1/chat", status_code=201, dependencies=[Depends(authenticated)])
async def create_session(
    body: SessionCreate | None = None,
    organization_id: UUID | None = None,
    project_id: UUID | None = None,
    session: Annotated[str | None, Cookie()] = None,
) -> ChatSessionSummary:
    summary = ChatSessionSummary(
        session_id=f"ses-{uuid4().hex}",
        last_updated_at=datetime.now(timezone.utc).replace(tzinfo=None).isoformat(),
        index_ids=body.index_ids if body else None,
    )
    sessions[summary.session_id] = summary
    return summary


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning")).run(sockets=[listener])
