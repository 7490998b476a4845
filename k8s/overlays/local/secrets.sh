#!/bin/sh
# Prints the Secrets of the local overlay with passwords drawn at random: sh secrets.sh | kubectl apply -f -
# A second run draws others, which the database of the first does not know: keep to one, or delete the claim as well.
set -eu

draw() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

# secret NAME KEY VALUE [KEY VALUE]…
secret() {
    printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: andon\nstringData:\n' "$1"
    shift
    while [ "$#" -gt 1 ]; do
        printf '  %s: "%s"\n' "$1" "$2"
        shift 2
    done
}

# login SERVICE PASSWORD
login() {
    secret "andon-database-$1" DATABASE_URL "postgresql://andon_$1:$2@postgres.andon.svc:5432/andon"
}

migrate=$(draw) ingest=$(draw) analyzer=$(draw) monitor=$(draw)
secret postgres superuser "$(draw)" migrate "$migrate" ingest "$ingest" analyzer "$analyzer" monitor "$monitor"
secret andon-privacy ANDON_PRIVACY_KEY "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')"
login migrate "$migrate"
login ingest "$ingest"
login analyzer "$analyzer"
login monitor "$monitor"
