package dev.rivet.tck.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.TypeRules;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Borrowing and giving back, identity, privileges, failures before any row (SQ4, RT2, RT4). */
abstract class SessionCases extends Cases {
  SessionCases(DialectContract contract) {
    super(contract);
  }

  private interface Use {
    void of(SourceSession session) throws SQLException;
  }

  private void assertRestored(Use use) throws SQLException {
    boolean[] ways =
        source().lacks().contains(Lack.TRANSACTION_STATE)
            ? new boolean[] {true}
            : new boolean[] {true, false};
    for (boolean autoCommit : ways) {
      try (OneConnection pool = new OneConnection(source().dataSource())) {
        pool.physical().setAutoCommit(autoCommit);
        String before = source().state(pool.physical());
        end(pool.physical());
        try (SourceSession session = open(pool)) {
          use.of(session);
        }
        assertThat(pool.isBack()).isTrue();
        assertThat(pool.physical().isClosed()).isFalse();
        assertThat(source().state(pool.physical())).isEqualTo(before);
        assertThat(pool.physical().getAutoCommit()).isEqualTo(autoCommit);
      }
    }
  }

  private static void end(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  @Test
  void everythingIsPutBackAfterSuccess() throws SQLException {
    numbers("kept", 3);
    assertRestored(
        session -> {
          SourceRelation relation = session.resolve(table("kept"), TypeRules.standard());
          assertThat(relation.count(WHOLE)).isEqualTo(3);
          assertThat(ReadRows.of(relation, WHOLE, OPTIONS).rows()).hasSize(3);
        });
  }

  @Test
  void everythingIsPutBackAfterAFailure() throws SQLException {
    source()
        .execute(
            "DROP TABLE IF EXISTS words",
            "CREATE TABLE words (id bigint NOT NULL PRIMARY KEY, w varchar(20))",
            "INSERT INTO words VALUES (1, '12'), (2, 'secret-canary')");
    assertRestored(
        session -> {
          SourceRelation relation =
              session.resolve(table("words"), rules(ColumnRule.of("w").as(RivetType.int64())));
          assertThatThrownBy(() -> ReadRows.of(relation, WHOLE, OPTIONS))
              .isInstanceOf(ValueRefusedException.class)
              .hasMessageContaining("\"w\"")
              .hasMessageNotContaining("canary");
          assertThatThrownBy(() -> relation.keyRange("w")).isInstanceOf(SQLException.class);
        });
  }

  @Test
  void everythingIsPutBackAfterACancelAndAfterAReaderClosedEarly() throws SQLException {
    numbers("kept", 3_000);
    assertRestored(
        session -> {
          try (BufferAllocator allocator = new RootAllocator()) {
            SourceRelation relation =
                session.resolve(
                    query("SELECT a.id AS x, b.id AS y FROM kept a, kept b"), TypeRules.standard());
            BatchReader reader =
                relation.read(WHOLE, ReadRows.options(10, Duration.ZERO), allocator);
            assertThat(reader.next()).isTrue();
            session.cancel();
            SQLException failure =
                catchThrowableOfType(
                    SQLException.class,
                    () -> {
                      while (reader.next()) {
                        Thread.onSpinWait();
                      }
                    });
            assertThat(dialect().classify(failure).code()).isEqualTo(ErrorCode.CANCELLED);
            reader.close();
            BatchReader early =
                relation.read(WHOLE, ReadRows.options(10, Duration.ZERO), allocator);
            assertThat(early.next()).isTrue();
            early.close();
          }
        });
  }

  @Test
  void aConnectionInATransactionIsRefused() throws SQLException {
    numbers("kept", 1);
    try (OneConnection pool = new OneConnection(source().dataSource())) {
      pool.physical().setAutoCommit(false);
      try (var statement = pool.physical().createStatement()) {
        statement.executeUpdate("UPDATE kept SET t = 'pending'");
      }
      assertThatThrownBy(() -> open(pool))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getMessage()).contains("transaction");
                assertThat(dialect().classify(e).isTransient()).isFalse();
              });
      assertThat(pool.isBack()).isTrue();
      try (var statement = pool.physical().createStatement();
          var row = statement.executeQuery("SELECT t FROM kept")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).as("what was pending").isEqualTo("pending");
      }
      pool.physical().rollback();
      assertThat(source().query("SELECT t FROM kept")).isEqualTo("row 1");
    }
  }

  @Test
  void aConnectionWithoutAutoCommitIsTakenWhenIdleOrRefusedAloud() throws SQLException {
    numbers("kept", 1);
    try (OneConnection pool = new OneConnection(source().dataSource())) {
      pool.physical().setAutoCommit(false);
      if (source().lacks().contains(Lack.TRANSACTION_STATE)) {
        assertThatThrownBy(() -> open(pool))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("auto-commit");
      } else {
        try (SourceSession session = open(pool)) {
          assertThat(session.resolve(table("kept"), TypeRules.standard()).count(WHOLE))
              .isEqualTo(1);
        }
      }
      assertThat(pool.isBack()).isTrue();
      assertThat(pool.physical().getAutoCommit()).isFalse();
    }
  }

  @Test
  void identityIsStable() throws SQLException {
    try (SourceSession one = open();
        SourceSession two = open()) {
      assertThat(one.identity().dialect()).isEqualTo(dialect().name());
      assertThat(one.identity()).isEqualTo(two.identity());
      assertThat(one.identity().product()).isNotEmpty();
      assertThat(one.identity().version()).isNotEmpty();
      assertThat(one.identity().fingerprint()).isNotEmpty();
      assertThat(one.identity().pooler()).isEqualTo("direct");
    }
    try (Connection connection = source().dataSource().getConnection()) {
      assertThat(dialect().accepts(connection.getMetaData())).isTrue();
    }
  }

  @Test
  void nothingIsWritten() throws SQLException {
    Optional<String> sql = source().writingQuery();
    if (sql.isEmpty()) {
      return; // no function of this server can write
    }
    if (source().lacks().contains(Lack.READ_ONLY)) {
      ReadRows read = read(query(sql.get()));
      assertThat(read.rows()).isNotEmpty();
      assertThat(source().query("SELECT COUNT(*) FROM written")).isEqualTo("0");
      return;
    }
    try (SourceSession session = open()) {
      SQLException failure =
          catchThrowableOfType(
              SQLException.class,
              () -> {
                SourceRelation relation = session.resolve(query(sql.get()), TypeRules.standard());
                if (relation.problems().isEmpty()) {
                  ReadRows unexpected = ReadRows.of(relation, WHOLE, OPTIONS);
                  throw new AssertionError("it wrote: " + unexpected.rows());
                }
                throw new SQLException("refused at plan time");
              });
      assertThat((Throwable) failure).isNotNull();
    }
  }

  @Test
  void aWrongPasswordIsNamedAndNotShown() throws SQLException {
    if (source().lacks().contains(Lack.SERVER)) {
      try (SourceSession session = open(source().withWrongPassword())) {
        assertThat(session.identity().toString()).doesNotContain("wrong-canary");
      }
      return;
    }
    SQLException failure =
        catchThrowableOfType(SQLException.class, () -> open(source().withWrongPassword()));
    assertThat((Throwable) failure).isNotNull();
    SourceFailure verdict = dialect().classify(failure);
    assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.hint()).isNotEmpty();
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain("wrong-canary");
  }

  @Test
  void whereNothingListensThereIsNoSource() {
    SQLException failure =
        catchThrowableOfType(SQLException.class, () -> open(source().unreachable()));
    assertThat((Throwable) failure).isNotNull();
    SourceFailure verdict = dialect().classify(failure);
    if (source().lacks().contains(Lack.ERROR_CODES)) {
      assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_FAILED);
      assertThat(verdict.isTransient()).isFalse();
      return;
    }
    assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    assertThat(verdict.reconnect()).isTrue();
  }
}
