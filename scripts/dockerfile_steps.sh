#!/usr/bin/env bash
# Runs the Dockerfile's COPY, RUN, ENV, HEALTHCHECK and CMD in a clean temporary directory, without an engine.
# What would change the machine itself (users, owners) is only shown. Ends with 0 when the program came up healthy.
set -euo pipefail
cd "$(dirname "$0")/.."
source=$PWD
room=$(mktemp -d)
server=
leave() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true
  rm -rf "$room"
}
trap leave EXIT

mkdir "$room/app" "$room/shims"
for name in useradd chown; do
  printf '#!/bin/sh\necho "   (only shown: %s $*)"\n' "$name" >"$room/shims/$name"
done
printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v "${PYTHON:-python3}")" >"$room/shims/python"
chmod +x "$room"/shims/*

# Only what an image would have: a path, a home, how this machine reaches its package index.
declare -a environment=("PATH=$room/shims:/usr/local/bin:/usr/bin:/bin" "HOME=$HOME" "LANG=C.UTF-8")
while IFS= read -r variable; do environment+=("$variable"); done < <(env | grep -iE '^(PIP_|SSL_CERT|REQUESTS_CA|https?_proxy|no_proxy)' || true)
inside() { (cd "$room/app" && env -i "${environment[@]}" bash -euc "$1"); }

health= start=
while IFS= read -r step; do
  case $step in
    COPY\ *)
      echo "== $step"
      read -ra paths <<<"${step#COPY }"
      last=$((${#paths[@]} - 1))
      for path in "${paths[@]:0:$last}"; do
        target=$room/app/${paths[$last]}
        [ -d "$source/$path" ] && mkdir -p "$target" && cp -r "$source/$path/." "$target" || cp "$source/$path" "$target"
      done ;;
    RUN\ *) echo "== $step"; inside "${step#RUN }" ;;
    ENV\ *) read -ra pairs <<<"${step#ENV }"; environment+=("${pairs[@]}") ;;
    HEALTHCHECK\ *) health=${step#*CMD } ;;
    CMD\ *) start=$(tr -d '[]",' <<<"${step#CMD }") ;;
  esac
done < <(sed -e ':join' -e '/\\$/{N;s/\\\n */ /;b join' -e '}' Dockerfile)

port=$("${PYTHON:-python3}" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
environment+=("HTTP_PORT=$port" "HTTP_HOST=127.0.0.1")
echo "== CMD $start (port $port)"
(cd "$room/app" && exec env -i "${environment[@]}" $start) >"$room/log" 2>&1 &
server=$!
for _ in $(seq 60); do
  if inside "$health" 2>/dev/null; then echo "healthy"; exit 0; fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.5
done
echo "did not come up healthy:" >&2
cat "$room/log" >&2
exit 1
