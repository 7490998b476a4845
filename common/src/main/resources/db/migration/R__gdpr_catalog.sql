-- Where a person may appear (spec N10). Every column of text, text[], json or jsonb of every table is here: GdprCatalogTest fails where
-- one is missing. Whoever adds a table adds it here and says what erasure does with it. The order is that of erasure: what is made
-- of other rows comes after them.
DELETE FROM gdpr_catalog;
DELETE FROM gdpr_catalog_tables;

INSERT INTO gdpr_catalog_tables (table_name, position, treatment, guarded, reason) VALUES
    ('workflow_trace_log', 10, 'anonymise', true, 'Times, types and counts stay, so that rollups stay right; who and what goes.'),
    ('trace_resources', 20, 'anonymise', false, 'Shared by spans of many; only the identifier goes.'),
    ('messages', 30, 'delete', false, 'What was said is the person''s.'),
    ('conversations', 40, 'delete', false, 'Nothing but who talked when.'),
    ('chat_telemetry', 50, 'anonymise', false, 'Tokens, cost and latency stay; who goes.'),
    ('trace_summaries', 60, 'anonymise', true, 'One row a trace, made of its spans.'),
    ('dimension_rollups', 70, 'anonymise', true, 'Counts; a key may contain an identifier.'),
    ('call_rollups', 80, 'anonymise', true, 'Counts; a name may contain an identifier.'),
    ('trace_rollups', 90, 'none', false, 'Counts, and ids of anonymised traces.'),
    ('chat_telemetry_rollups', 100, 'none', false, 'Counts.'),
    ('chat_telemetry_domain_rollups', 110, 'anonymise', false, 'Counts; a domain may contain an identifier.'),
    ('chat_telemetry_model_rollups', 120, 'anonymise', false, 'Counts; a model may contain an identifier.'),
    ('chat_telemetry_changes', 130, 'none', false, 'Hours.'),
    ('telemetry_analysis_runs', 140, 'anonymise', false, 'Findings name dimensions; whoever asked for a run is named.'),
    ('continuous_improvements', 150, 'anonymise', false, 'Findings name dimensions; people write titles and descriptions.'),
    ('ops_agent_events', 160, 'anonymise', false, 'Payloads carry findings.'),
    ('telemetry_thresholds', 170, 'anonymise', false, 'Keys of dimensions; who set it.'),
    ('telemetry_threshold_audit', 180, 'anonymise', false, 'Rows as they were; who changed them. After thresholds, whose trigger writes it.'),
    ('monitor_runs', 190, 'none', false, 'Times and states.'),
    ('monitor_results', 200, 'anonymise', false, 'Sentences that may name a dimension.'),
    ('monitor_alert_messages', 203, 'anonymise', false, 'Messages repeat findings.'),
    ('monitor_alert_attempts', 204, 'anonymise', false, 'What a receiver answered.'),
    ('monitor_alert_states', 205, 'none', false, 'Names of checks.'),
    ('environment_mark', 206, 'anonymise', false, 'Who marked it.'),
    ('api_keys', 210, 'anonymise', false, 'Names of programs and operators.'),
    ('sign_in_sessions', 220, 'delete', false, 'An operator who is signed in.'),
    ('span_batches', 300, 'none', false, 'Ids of traces, which are random.'),
    ('span_followers', 310, 'none', false, 'Names of jobs.'),
    ('rollup_watermarks', 320, 'none', false, 'Names of folds.'),
    ('rollup_rebuilds', 330, 'none', false, 'Hours.'),
    ('flyway_schema_history', 340, 'none', false, 'Migrations.'),
    ('gdpr_catalog', 400, 'none', false, 'Names of columns.'),
    ('gdpr_catalog_tables', 410, 'none', false, 'Names of tables.'),
    ('gdpr_requests', 420, 'anonymise', false, 'Reasons that people write. Subjects are pseudonyms.'),
    ('gdpr_request_tables', 430, 'none', false, 'Counts.'),
    ('gdpr_request_identifiers', 440, 'none', false, 'Deleted with the verification that ends the request.'),
    ('gdpr_request_traces', 450, 'none', false, 'Deleted with the verification that ends the request.'),
    ('gdpr_audit_log', 460, 'none', false, 'Append-only; the person is a pseudonym, actors are operators, whose acts are on record.'),
    ('gdpr_audit_heads', 470, 'none', false, 'Hashes.'),
    ('retention_rules', 480, 'anonymise', false, 'Who set it.'),
    ('retention_holds', 490, 'anonymise', false, 'Names people only while in force, when nothing of theirs is erased; people write reasons.'),
    ('retention_runs', 500, 'anonymise', false, 'Who started it.');

INSERT INTO gdpr_catalog (table_name, column_name, role, dimension)
SELECT spec.table_name, split_part(word, ':', 1), split_part(word, ':', 2), split_part(word, ':', 3) = 'dimension'
  FROM (VALUES
    ('workflow_trace_log', 'trace_id:trace span_id:none parent_span_id:none span_type:none span_kind:none status:none
      span_name:text:dimension service_name:text:dimension workflow_execution_id:text:dimension phase:text:dimension
      gate:text:dimension subagent:text:dimension sd_type:text:dimension model:text:dimension tool:text:dimension
      peer_service:text:dimension conversation_id:conversation user_id:user status_message:content trace_state:content
      attributes:attributes events:content links:content'),
    ('trace_resources', 'service_name:text attributes:text scope_name:text scope_version:text scope_attributes:text schema_url:text'),
    ('messages', 'message_id:key conversation_id:conversation role:none content:content trace_id:trace span_id:none'),
    ('conversations', 'conversation_id:conversation user_id:user domain:text'),
    ('chat_telemetry', 'request_id:key source:none outcome:none domain:text model:text provider:text error_type:text
      conversation_id:conversation user_id:user trace_id:trace span_id:none'),
    ('trace_summaries', 'trace_id:trace status:none root_service:text root_name:text root_type:none workflow_execution_id:text
      sd_type:text conversation_id:conversation services:text models:text'),
    ('dimension_rollups', 'dimension_type:none dimension_key:text exemplars:none'),
    ('call_rollups', 'kind:none service:text callee:text operation:text'),
    ('trace_rollups', 'exemplars:none'),
    ('chat_telemetry_domain_rollups', 'domain:text'),
    ('chat_telemetry_model_rollups', 'model:text'),
    ('telemetry_analysis_runs', 'status:none triggered_by:text worker:none reason_code:none error_detail:text output_ref:text'),
    ('continuous_improvements', 'source:none status:none title:text description:text source_detail:text attributes:text'),
    ('ops_agent_events', 'type:none data:text'),
    ('telemetry_thresholds', 'dimension_type:none dimension_key:text updated_by:text'),
    ('telemetry_threshold_audit', 'changed_by:text dimension_type:none dimension_key:text before:text after:text'),
    ('monitor_runs', 'trigger:none scope:none status:none'),
    ('monitor_results', 'check_key:none check_group:none title:text measures:none status:none unit:none expected:text detail:text
      remedy:text page:none runbook:none'),
    ('monitor_alert_messages', 'status:none trigger:none content:text'),
    ('monitor_alert_attempts', 'outcome:none detail:text'),
    ('monitor_alert_states', 'check_key:none'),
    ('environment_mark', 'kind:none marked_by:text'),
    ('api_keys', 'key_id:none name:text scopes:none'),
    ('sign_in_sessions', 'key_id:none subject:user name:text scopes:none'),
    ('span_batches', 'trace_ids:none'),
    ('span_followers', 'name:none'),
    ('rollup_watermarks', 'name:none'),
    ('flyway_schema_history', 'version:none description:none type:none script:none installed_by:none'),
    ('gdpr_catalog', 'table_name:none column_name:none role:none'),
    ('gdpr_catalog_tables', 'table_name:none treatment:none reason:none'),
    ('gdpr_requests', 'kind:none state:none subject:none requested_by:text reason:text state_reason:none idempotency_key:text
      worker:none phase:none at_table:none at_relation:none receipt:none'),
    ('gdpr_request_tables', 'table_name:none'),
    ('gdpr_request_identifiers', 'value:none'),
    ('gdpr_request_traces', 'trace_id:none'),
    ('gdpr_audit_log', 'actor:none action:none subject:none outcome:none counts:none detail:none'),
    ('gdpr_audit_heads', 'key_id:none'),
    ('retention_rules', 'data_class:none updated_by:text'),
    ('retention_holds', 'covers:none data_class:none conversation_id:none person:none subject:none reason:text created_by:text
      released_by:text'),
    ('retention_runs', 'started_by:text outcome:none counts:none detail:none')
    ) AS spec (table_name, columns)
 CROSS JOIN regexp_split_to_table(spec.columns, '\s+') AS word;
