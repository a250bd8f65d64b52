pragma journal_mode = wal;
pragma synchronous = full;
pragma foreign_keys = on;
