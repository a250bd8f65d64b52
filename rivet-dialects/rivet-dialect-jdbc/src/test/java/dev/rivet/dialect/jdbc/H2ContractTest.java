package dev.rivet.dialect.jdbc;

import dev.rivet.spi.dialect.Dialect;
import dev.rivet.tck.dialect.DialectContract;
import dev.rivet.tck.dialect.TestSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on H2. */
class H2ContractTest extends DialectContract {
  @TempDir static Path dir;

  @Override
  protected Dialect dialect() {
    return Jdbc.create();
  }

  @Override
  protected TestSource source() {
    return new EmbeddedSource(Source.Kind.H2, dir);
  }
}
