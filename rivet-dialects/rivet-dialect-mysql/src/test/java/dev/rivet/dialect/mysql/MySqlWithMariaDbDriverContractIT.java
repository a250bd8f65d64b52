package dev.rivet.dialect.mysql;

import dev.rivet.spi.dialect.Dialect;
import dev.rivet.tck.dialect.DialectContract;
import dev.rivet.tck.dialect.TestSource;

/** The contract on MySQL 8.0 through MariaDB Connector/J. */
class MySqlWithMariaDbDriverContractIT extends DialectContract {
  @Override
  protected Dialect dialect() {
    return MySql.create();
  }

  @Override
  protected TestSource source() {
    return new MySqlTestSource(TestServer.mysql(), true);
  }
}
