package dev.rivet.state;

import static dev.rivet.state.Tables.VERSION;
import static dev.rivet.state.Tables.VERSION_NUMBER;

import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Steps that lead a store from the version it has to the newest one (SS1). Steps are only ever added, and each leaves rows
 * readable by the one before.
 */
final class Migrations {
  private static final int LATEST = 2;

  private final Function<Engine, List<List<String>>> steps;

  /** Takes the statements of each step, the one to version 1 first. */
  Migrations(Function<Engine, List<List<String>>> steps) {
    this.steps = steps;
  }

  static Migrations shipped() {
    return new Migrations(
        engine ->
            IntStream.rangeClosed(1, LATEST)
                .mapToObj(version -> Scripts.statements(engine.folder() + "/" + version + ".sql"))
                .toList());
  }

  /**
   * Takes the next step in the transaction it is given.
   *
   * @return false if there was none to take
   */
  boolean step(Tx tx, @Nullable String schema, String store) throws StateException {
    List<List<String>> all = steps.apply(tx.engine());
    if (version(tx) == all.size()) {
      return false; // without the right to create anything
    }
    tx.engine().lockMigrations(tx.db());
    int version = version(tx);
    if (version > all.size()) {
      throw new StateException(
          Kind.TOO_NEW,
          "state store "
              + store
              + " has version "
              + version
              + ", this library knows up to "
              + all.size()
              + "; use a newer library or another store",
          null);
    }
    if (version == all.size()) {
      return false;
    }
    DSLContext db = tx.db();
    if (version == 0) {
      if (schema != null) {
        tx.engine().createSchema(db, schema);
      }
      db.createTableIfNotExists(VERSION)
          .column(VERSION_NUMBER, VERSION_NUMBER.getDataType().nullable(false))
          .execute();
      db.insertInto(VERSION).set(VERSION_NUMBER, 0).execute();
    }
    all.get(version).forEach(db::execute);
    db.update(VERSION).set(VERSION_NUMBER, version + 1).execute();
    return true;
  }

  private static int version(Tx tx) {
    if (!tx.engine().exists(tx.db(), VERSION.getName())) {
      return 0;
    }
    Integer version = tx.db().select(VERSION_NUMBER).from(VERSION).fetchAny(VERSION_NUMBER);
    return version == null ? 0 : version;
  }
}
