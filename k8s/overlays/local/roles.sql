-- Run once, when the data folder is new: the database, its owner, and a login for each service with no more rights than its tables
-- grant. Passwords come from the Secret "postgres".
\set migrate `cat /run/secrets/andon/migrate`
\set ingest `cat /run/secrets/andon/ingest`
\set analyzer `cat /run/secrets/andon/analyzer`
\set monitor `cat /run/secrets/andon/monitor`

CREATE ROLE andon_migrate LOGIN CREATEROLE PASSWORD :'migrate';
CREATE ROLE andon_ingest LOGIN PASSWORD :'ingest';
CREATE ROLE andon_analyzer LOGIN PASSWORD :'analyzer';
CREATE ROLE andon_monitor LOGIN PASSWORD :'monitor';
CREATE DATABASE andon OWNER andon_migrate;
