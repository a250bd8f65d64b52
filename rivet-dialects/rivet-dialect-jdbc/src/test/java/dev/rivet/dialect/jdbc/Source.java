package dev.rivet.dialect.jdbc;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A database in a directory, and what tests do with it. */
record Source(String url) implements DataSource {
  static final SessionSettings SETTINGS =
      new SessionSettings("rivet", Duration.ofMinutes(5), Duration.ofSeconds(5));

  enum Kind {
    H2,
    SQLITE,
    DUCKDB
  }

  static Source of(Kind kind, Path dir) {
    return new Source(
        switch (kind) {
          case H2 -> "jdbc:h2:" + dir.resolve("h2");
          case SQLITE -> "jdbc:sqlite:" + dir.resolve("lite.db");
          case DUCKDB -> "jdbc:duckdb:" + dir.resolve("duck.db");
        });
  }

  @CanIgnoreReturnValue
  Source execute(String... statements) {
    try (Connection c = getConnection();
        Statement s = c.createStatement()) {
      for (String sql : statements) {
        s.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  SourceSession open() throws SQLException {
    return Jdbc.create().open(this, SETTINGS);
  }

  ReadRows read(Relation relation, TypeRules rules) throws SQLException {
    try (SourceSession session = open()) {
      SourceRelation resolved = session.resolve(relation, rules);
      return ReadRows.of(resolved, new SliceBounds.Whole(), ReadRows.options(1000, Duration.ZERO));
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return DriverManager.getConnection(url);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return new PrintWriter(PrintWriter.nullWriter());
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("no wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
