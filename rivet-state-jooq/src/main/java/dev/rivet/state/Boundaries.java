package dev.rivet.state;

import static dev.rivet.state.Tables.COLUMN;
import static dev.rivet.state.Tables.COLUMNS_JSON;
import static dev.rivet.state.Tables.COMMITTED;
import static dev.rivet.state.Tables.COMMIT_NO;
import static dev.rivet.state.Tables.CURSOR;
import static dev.rivet.state.Tables.EXPORT;
import static dev.rivet.state.Tables.EXPORT_STATE;
import static dev.rivet.state.Tables.KIND;
import static dev.rivet.state.Tables.LONGEST;
import static dev.rivet.state.Tables.NAMESPACE;
import static dev.rivet.state.Tables.PROGRESSION;
import static dev.rivet.state.Tables.RUN;
import static dev.rivet.state.Tables.RUN_ID;
import static dev.rivet.state.Tables.SCHEMA;
import static dev.rivet.state.Tables.SHAPE;
import static dev.rivet.state.Tables.STATE;
import static dev.rivet.state.Tables.UPDATED_AT;
import static dev.rivet.state.Tables.VERIFIED;
import static dev.rivet.state.Tables.isOf;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.name;

import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.StateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** How far exports came, and what their columns were. */
final class Boundaries {
  private static final List<Field<?>> COLUMNS =
      Stream.of(List.of(NAMESPACE, EXPORT), COMMITTED.all(), VERIFIED.all())
          .<Field<?>>flatMap(List::stream)
          .toList();

  private Boundaries() {}

  /** Within the transaction that takes the run to committed (PG2). */
  static void commit(Tx tx, ExportKey key, String runId, RunCommit commit) {
    if (commit.committed() != null) {
      Boundary old = progression(tx, key).map(Progression::committedBoundary).orElse(null);
      put(tx, key, COMMITTED, Cursors.further(old, commit.committed()));
    }
    if (commit.cursor() != null) {
      putCursor(tx, key, runId, commit.cursor());
    }
    if (commit.schemaJson() != null) {
      putSchema(tx, key, runId, commit.schemaJson());
    }
    commit.shape().forEach((column, longest) -> grow(tx, key, column, longest));
  }

  static boolean verify(Tx tx, ExportKey key, Boundary verified) throws StateException {
    Leases.exclude(tx, key);
    if (Runs.state(tx, key, verified.runId()) != RunState.COMMITTED) {
      throw Runs.illegal(
          "record run " + verified.runId() + " of " + key + " as verified", "it is not committed");
    }
    boolean isNewest = verified.runId().equals(newestExport(tx, key));
    if (!isNewest || progression(tx, key).flatMap(Progression::committed).isEmpty()) {
      return false; // PG6
    }
    put(tx, key, VERIFIED, verified);
    return true;
  }

  /** The run that committed last; a repair moves no boundary (RR4). */
  static @Nullable String newestExport(Tx tx, ExportKey key) {
    return tx.db()
        .select(RUN_ID)
        .from(RUN)
        .where(isOf(key))
        .and(STATE.eq(RunState.COMMITTED))
        .and(KIND.eq(RunStart.EXPORT))
        .orderBy(COMMIT_NO.desc())
        .limit(1)
        .fetchOne(RUN_ID);
  }

  private static void put(Tx tx, ExportKey key, BoundaryColumns columns, Boundary boundary) {
    Map<Field<?>, @Nullable Object> values = columns.values(boundary);
    tx.db()
        .insertInto(PROGRESSION)
        .set(NAMESPACE, key.namespace())
        .set(EXPORT, key.export())
        .set(values)
        .onConflict(NAMESPACE, EXPORT)
        .doUpdate()
        .set(values)
        .execute();
  }

  private static void putCursor(Tx tx, ExportKey key, String runId, String cursor) {
    tx.db()
        .insertInto(EXPORT_STATE)
        .set(NAMESPACE, key.namespace())
        .set(EXPORT, key.export())
        .set(CURSOR, cursor)
        .set(RUN_ID, runId)
        .set(UPDATED_AT, tx.now())
        .onConflict(NAMESPACE, EXPORT)
        .doUpdate()
        .set(CURSOR, excluded(CURSOR))
        .set(RUN_ID, excluded(RUN_ID))
        .set(UPDATED_AT, excluded(UPDATED_AT))
        .execute();
  }

  private static void putSchema(Tx tx, ExportKey key, String runId, String columns) {
    tx.db()
        .insertInto(SCHEMA)
        .set(NAMESPACE, key.namespace())
        .set(EXPORT, key.export())
        .set(COLUMNS_JSON, columns)
        .set(RUN_ID, runId)
        .set(UPDATED_AT, tx.now())
        .onConflict(NAMESPACE, EXPORT)
        .doUpdate()
        .set(COLUMNS_JSON, excluded(COLUMNS_JSON))
        .set(RUN_ID, excluded(RUN_ID))
        .set(UPDATED_AT, excluded(UPDATED_AT))
        .execute();
  }

  /** A maximum only grows (SD5). */
  private static void grow(Tx tx, ExportKey key, String column, long longest) {
    tx.db()
        .insertInto(SHAPE)
        .set(NAMESPACE, key.namespace())
        .set(EXPORT, key.export())
        .set(COLUMN, column)
        .set(LONGEST, longest)
        .set(UPDATED_AT, tx.now())
        .onConflict(NAMESPACE, EXPORT, COLUMN)
        .doUpdate()
        .set(
            LONGEST,
            greatest(
                field(name(SHAPE.getName(), LONGEST.getName()), Long.class), excluded(LONGEST)))
        .set(UPDATED_AT, excluded(UPDATED_AT))
        .execute();
  }

  // ---- questions

  static Optional<Progression> progression(Tx tx, ExportKey key) {
    return list(tx, isOf(key)).stream().findFirst();
  }

  static List<Progression> progressions(Tx tx, String namespace) {
    return list(tx, NAMESPACE.eq(namespace));
  }

  private static List<Progression> list(Tx tx, Condition condition) {
    return tx.db()
        .select(COLUMNS)
        .from(PROGRESSION)
        .where(condition)
        .orderBy(EXPORT)
        .fetch(Boundaries::read);
  }

  private static Progression read(Record row) {
    return new Progression(
        new ExportKey(row.get(NAMESPACE), row.get(EXPORT)),
        COMMITTED.read(row),
        VERIFIED.read(row));
  }

  static Optional<String> cursor(Tx tx, ExportKey key) {
    return tx.db().select(CURSOR).from(EXPORT_STATE).where(isOf(key)).fetchOptional(CURSOR);
  }

  static Optional<String> schema(Tx tx, ExportKey key) {
    return tx.db().select(COLUMNS_JSON).from(SCHEMA).where(isOf(key)).fetchOptional(COLUMNS_JSON);
  }

  static Map<String, Long> shape(Tx tx, ExportKey key) {
    return tx.db().select(COLUMN, LONGEST).from(SHAPE).where(isOf(key)).fetchMap(COLUMN, LONGEST);
  }
}
