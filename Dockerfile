# The platform in one image: web processes, follower and commands differ only in what they are told to run.
# Build it where the package index can be reached; running it needs no network beyond its database and Elasticsearch.
FROM python:3.11.13-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
# The libraries first: they change seldom, the code often.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY service service
COPY indexer indexer
COPY web web
COPY fixtures fixtures
# The file system is read-only where it runs, so what is not compiled here would be compiled at every start.
RUN python -m compileall -q service indexer web
COPY deploy/with-secrets /usr/local/bin/with-secrets

# An ordinary user that owns nothing but the data folder.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin pool \
    && install -d -o 10001 -g 10001 -m 0750 /var/lib/pool
ENV POOL_DATA_DIR=/var/lib/pool POOL_ENVIRONMENT=production
VOLUME /var/lib/pool
USER 10001:10001

EXPOSE 8000
ENTRYPOINT ["with-secrets"]
CMD ["python", "-m", "web", "--host", "0.0.0.0", "--port", "8000", "--workers", "2"]
