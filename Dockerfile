# The server as an image. It listens on port 8000, and keeps everything in /data:
#
#     docker build --tag chat .
#     docker run --publish 8000:8000 --volume chat:/data chat
#
# It is configured by CHAT_* variables, or by a file that is mounted and named in CHAT_CONFIG.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package chat \
    && cp target/release/chat /usr/local/bin/chat \
    && mkdir /data

# The same release, for the same C library.
FROM debian:bookworm-slim
# Whom to trust, where the database or the model is behind TLS.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/local/bin/chat /usr/local/bin/
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
# Docker lets a container have ten seconds to stop.
ENV CHAT_LISTEN=0.0.0.0:8000 \
    CHAT_DATA_DIR=/data \
    CHAT_GRACE=8
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=15s CMD ["chat", "health"]
ENTRYPOINT ["chat"]
CMD ["serve"]
