# Web and scheduler from one image; docker-compose.yml says which.
FROM python:3.12-slim-bookworm

# Chinese serif and sans: without them no document can be issued.
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin enforcement

WORKDIR /srv/enforcement
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1

COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

COPY wsgi.py LICENSE ./
COPY config config
COPY migrations migrations
COPY enforcement enforcement

USER enforcement
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.conf.py", "--worker-tmp-dir", "/dev/shm", "wsgi:application()"]
