#!/usr/bin/env bash
# Fills a database as the release with the schema m0007 left it, and writes what that release told of it.
# Usage, from this folder, with the binary of that release:
#   ./make.sh HAILONG sqlite:///tmp/m0007.db > m0007.sqlite.json
#   sqlite3 /tmp/m0007.db 'PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM' && mv /tmp/m0007.db m0007.sqlite
#   ../../../../.ci/with-postgres bash -c './make.sh HAILONG "$HAILONG_TEST_POSTGRES" > m0007.postgres.json
#     pg_dump --inserts --no-owner "$HAILONG_TEST_POSTGRES" > m0007.postgres.sql'
set -euo pipefail
hailong() { "$binary" --database "$url" "$@"; }
statement() { case "$url" in sqlite:*) sqlite3 "${url#sqlite://}" "$1";; *) psql -qAt "$url" -c "$1";; esac; }
binary=$1 url=$2 golden=$(cd ../../golden && pwd) folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

round() { # code, form, index, other keys
  cat > "$folder/round.json" <<JSON
{"code": "$1", "title": {"vi": "Đợt $1", "en": "Round $1"}, "form": "$2", "from": "2025-01-01", "to": "2025-12-31",
 $3 $4, "service_areas": ["dat-dai", "ho-tich", "xay-dung"],
 "points": [{"slug": "$1-a", "agency": "A1", "service_area": "dat-dai", "counter": "1", "channel": "qr"},
            {"slug": "$1-b", "agency": "A2", "service_area": "ho-tich", "channel": "link"}]}
JSON
  hailong import round "$folder/round.json"
}
fill() (
  set -e
  hailong import agencies "$golden/agencies.csv"
  hailong import service-areas "$golden/service-areas.csv"
  hailong import form "$golden/form.json"
  hailong import form plain.json
  all='"agencies": ["A1", "A2", "A3", "A4", "A5", "A6"], "minimum_cell": 1'
  mean='"index": {"scoring": "mean_range", "aggregation": "items"},'
  round srs golden "$mean" "\"live\": true, $all"
  round again golden "$mean" '"agencies": ["A2", "A1"]'
  round cells golden '"index": {"scoring": "points", "aggregation": "weights", "weights": {"f1": 0.5, "f2": 0.25, "f3": 0.25},
    "points": {"s5": {"1": 0, "2": 20, "3": 55, "4": 80, "5": 100}, "s4": {"1": 0, "2": 33.33, "3": 66.67, "4": 100}}},' \
    "$all, \"population\": {\"A1\": 1234, \"A2\": {\"dat-dai\": 500, \"ho-tich\": 250, \"xay-dung\": 30}, \"A3\": 142,
     \"A4\": 230, \"A5\": 325, \"A6\": {\"dat-dai\": 33, \"ho-tich\": 110, \"xay-dung\": 1}}"
  round plain plain "" "$all"
  round gone golden "$mean" '"agencies": ["A1", "A2"]'
  round unreadable golden "$mean" '"agencies": ["A1", "A2", "A3"]'
  for code in srs cells; do
    head -n 21 "$golden/$code.csv" > "$folder/$code.csv"
    hailong import responses "$folder/$code.csv" --round "$code"
  done
  hailong import responses plain.csv --round plain
  statement "UPDATE round SET document = REPLACE(document, '\"A2\"', '\"GONE\"') WHERE code = 'gone'"
  statement "UPDATE round SET document = '{\"agencies\": [\"A3\", 7], \"index\"' WHERE code = 'unreadable'"
  hailong export form golden
)
fill >/dev/null

told() { { hailong "$@" 2>/dev/null || true; } | jq -Rs .; }
checkpoint=$({ hailong verify 2>&1 >/dev/null || true; } | sed -n "s/.*--checkpoint: //p")
first=1
echo "{\"checkpoint\": \"$checkpoint\", \"told\": ["
tell() {
  [ "$first" = 1 ] || echo ","; first=0
  echo "[$(printf '%s\n' "$@" | jq -R . | jq -cs .), $(told "$@")]"
}
tell verify
tell rounds --format json
for code in srs again cells plain; do
  for by in overall agency block factor; do
    tell index --round "$code" --by "$by" --format csv
  done
done
for code in srs cells plain; do tell export responses --round "$code"; done
tell export comments --round plain
tell export form golden
echo ']}'
