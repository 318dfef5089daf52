# One image for every role. Paths are relative to the working directory, so that
# scripts/dockerfile_steps.sh can run the same steps where no container engine is at hand.
FROM python:3.11-slim

WORKDIR /app
ENV PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1

RUN useradd --system --uid 10001 --no-create-home hocvuso
RUN mkdir data && chown hocvuso data

COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv .venv && .venv/bin/pip install --quiet --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

COPY bot bot
COPY handlers handlers
COPY content content
COPY migrations migrations
RUN .venv/bin/pip install --quiet --no-cache-dir --no-deps --no-build-isolation .

USER hocvuso
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8080 LOG_FORMAT=json
EXPOSE 8080
VOLUME /app/data

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD .venv/bin/python -c "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['HTTP_PORT'] + '/healthz', timeout=4)"

CMD [".venv/bin/hocvuso", "serve"]
