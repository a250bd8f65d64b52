package dev.rivet.dialect.jdbc;

import dev.rivet.spi.dialect.Dialect;
import dev.rivet.tck.dialect.DialectContract;
import dev.rivet.tck.dialect.TestSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteContractTest extends DialectContract {
  @TempDir static Path dir;

  @Override
  protected Dialect dialect() {
    return Jdbc.create();
  }

  @Override
  protected TestSource source() {
    return new EmbeddedSource(Source.Kind.SQLITE, dir);
  }
}
