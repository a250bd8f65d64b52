package dev.rivet.dialect.postgres;

import dev.rivet.spi.dialect.Dialect;
import dev.rivet.tck.dialect.DialectContract;
import dev.rivet.tck.dialect.TestSource;

/** The contract of dialects on PostgreSQL. */
class PostgresDialectContractIT extends DialectContract {
  @Override
  protected Dialect dialect() {
    return Postgres.create();
  }

  @Override
  protected TestSource source() {
    return new ContractSource(TestServer.server());
  }
}
