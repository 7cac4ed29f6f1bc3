# One image for web, live, worker and beat. Styles, fonts and translations are built in the first stage.
FROM node:20-bookworm-slim AS node
FROM python:3.11-slim-bookworm AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /app
COPY requirements requirements
# "prod" alone leaves out what reads scanned paper forms and what texts mean.
ARG EXTRAS="prod scan nlp"
RUN python -m venv /venv \
 && for part in $EXTRAS; do /venv/bin/pip install --no-cache-dir --require-hashes -r "requirements/$part.txt" || exit 1; done
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN /venv/bin/python tools/build_assets.py \
 && /venv/bin/python tools/messages.py compile \
 && SECRET_KEY=only-for-collecting /venv/bin/python manage.py collectstatic --noinput -v 0 -i themes -i icons -i redoc -i rest_framework \
 && /venv/bin/python -m config.prepare_words var/lemmas \
 && rm -rf node_modules

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PATH=/venv/bin:$PATH VAR_DIR=/var/lib/kuulolla DJANGO_SETTINGS_MODULE=config.settings
# A volume takes the owner of the folder it is mounted on.
RUN useradd --system --create-home --home-dir /var/lib/kuulolla kuulolla \
 && install -d -o kuulolla -g kuulolla /var/lib/kuulolla/media /var/lib/kuulolla/models /var/lib/kuulolla/journal
COPY --from=build /venv /venv
COPY --from=build --chown=kuulolla /app /app
COPY --from=build --chown=kuulolla /app/var/lemmas /var/lib/kuulolla/lemmas
WORKDIR /app
USER kuulolla
EXPOSE 8000
# Most threads only wait or send away: how many work at once is said by REQUESTS_AT_WORK.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "128", "config.wsgi:application"]
# Asked by the name that residents use: other host names are refused.
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s CMD ["python", "-c", "import os, urllib.parse as p, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': p.urlsplit(os.environ.get('BASE_URL', 'http://127.0.0.1:8000')).netloc}), timeout=3)"]
