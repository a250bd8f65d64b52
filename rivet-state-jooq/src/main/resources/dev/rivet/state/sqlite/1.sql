create table rivet_lease (
  namespace text not null,
  export_name text not null,
  owner text,
  fencing_no integer not null,
  expires_at text,
  primary key (namespace, export_name)
) strict;

create table rivet_run (
  run_id text not null primary key,
  namespace text not null,
  export_name text not null,
  run_no integer not null,
  kind text not null check (kind in ('export', 'repair')),
  parent_run_id text,
  plan_id text not null,
  plan_json text not null,
  plan_fingerprint text not null,
  source_fingerprint text not null,
  strategy text not null,
  prefix text not null,
  is_checkpointed integer not null check (is_checkpointed in (0, 1)),
  state text not null check (state in ('WRITING', 'SEALING', 'COMMITTED', 'ABANDONED')),
  fencing_no integer not null,
  commit_no integer,
  abandon_reason text,
  manifest_key text,
  manifest_fingerprint text,
  manifest_json text,
  cursor_low text,
  cursor_high text,
  commit_strategy text,
  commit_slice_index integer,
  commit_cursor text,
  commit_cursor_type text,
  commit_run_id text,
  commit_at text,
  commit_schema_json text,
  started_at text not null,
  updated_at text not null,
  unique (namespace, export_name, run_no),
  unique (namespace, export_name, commit_no)
) strict;

-- CP2: an export has one run to resume at most.
create unique index rivet_run_resumable on rivet_run (namespace, export_name)
  where kind = 'export' and is_checkpointed = 1 and state in ('WRITING', 'SEALING');
create index rivet_run_plan on rivet_run (namespace, export_name, plan_id);
create index rivet_run_parent on rivet_run (parent_run_id);

create table rivet_run_shape (
  run_id text not null references rivet_run (run_id),
  column_name text not null,
  longest integer not null,
  primary key (run_id, column_name)
) strict;

create table rivet_slice (
  run_id text not null references rivet_run (run_id),
  slice_index integer not null,
  bounds_kind text not null check (bounds_kind in ('WHOLE', 'RANGE', 'NULL_KEY', 'OUTSIDE', 'INTERVAL', 'NULLS')),
  bounds_column text,
  bounds_from integer,
  bounds_to integer,
  status text not null check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED')),
  attempts integer not null,
  round_attempts integer not null,
  is_pinned integer not null check (is_pinned in (0, 1)),
  worker text,
  last_error text,
  row_count integer,
  content_digest text,
  details text,
  updated_at text not null,
  primary key (run_id, slice_index)
) strict;

create index rivet_slice_status on rivet_slice (run_id, status, slice_index);

create table rivet_part (
  run_id text not null,
  slice_index integer not null,
  part_no integer not null,
  name text not null,
  row_count integer not null,
  size integer not null,
  fingerprint text not null,
  md5 text,
  primary key (run_id, slice_index, part_no),
  unique (run_id, name),
  foreign key (run_id, slice_index) references rivet_slice (run_id, slice_index)
) strict;

create table rivet_export_state (
  namespace text not null,
  export_name text not null,
  cursor_value text not null,
  run_id text not null,
  updated_at text not null,
  primary key (namespace, export_name)
) strict;

create table rivet_schema (
  namespace text not null,
  export_name text not null,
  columns_json text not null,
  run_id text not null,
  updated_at text not null,
  primary key (namespace, export_name)
) strict;

create table rivet_shape (
  namespace text not null,
  export_name text not null,
  column_name text not null,
  longest integer not null,
  updated_at text not null,
  primary key (namespace, export_name, column_name)
) strict;

create table rivet_progression (
  namespace text not null,
  export_name text not null,
  committed_strategy text,
  committed_slice_index integer,
  committed_cursor text,
  committed_cursor_type text,
  committed_run_id text,
  committed_at text,
  verified_strategy text,
  verified_slice_index integer,
  verified_cursor text,
  verified_cursor_type text,
  verified_run_id text,
  verified_at text,
  primary key (namespace, export_name)
) strict;

create table rivet_metric (
  run_id text not null primary key,
  namespace text not null,
  export_name text not null,
  started_at text not null,
  finished_at text not null,
  duration_nanos integer not null,
  status text not null,
  row_count integer not null,
  part_count integer not null,
  size integer not null,
  retries integer not null,
  error_code text,
  error_message text,
  details_json text not null
) strict;

create index rivet_metric_export on rivet_metric (namespace, export_name, started_at);

create table rivet_journal (
  run_id text not null primary key,
  namespace text not null,
  export_name text not null,
  journal text not null,
  recorded_at text not null
) strict;

create index rivet_journal_export on rivet_journal (namespace, export_name);
