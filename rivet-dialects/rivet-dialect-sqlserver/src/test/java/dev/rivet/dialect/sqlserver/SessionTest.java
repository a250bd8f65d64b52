package dev.rivet.dialect.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.error.Recovery;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions, pages, memory, cancelling, timeouts and errors, under the real driver. */
class SessionTest {
  private static final Duration PAGE = Duration.ofMillis(200);

  private static Iterator<Object[]> ids(long from, long to, int times) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(
            i -> {
              Object[] row = new Object[times + 1];
              row[0] = i;
              row[1] = "item " + i;
              if (times > 1) {
                row[2] = i;
              }
              return row;
            })
        .iterator();
  }

  private static StubDatabase items(int rows) throws Exception {
    return new StubDatabase(StubDatabase.of("id bigint", "v nvarchar(40)"))
        .rows(r -> ids(1, rows, 1));
  }

  @Test
  void pagesFollowTheKeyAndEveryRowComesOnce() throws Exception {
    int rows = 20_000;
    try (StubDatabase db =
        new StubDatabase(StubDatabase.of("id bigint", "v nvarchar(40)"))
            .key("id")
            .rows(
                r -> {
                  long top = (Long) r.parameters().get(0);
                  long last = r.parameters().size() > 1 ? (Long) r.parameters().get(1) : 0;
                  return ids(last + 1, Math.min(rows, last + top), 2);
                })) {
      ReadRows read = db.read(TypeRules.standard(), ReadRows.options(1000, PAGE));
      assertThat(read.values(0))
          .isEqualTo(LongStream.rangeClosed(1, rows).boxed().map(i -> (Object) i).toList());
      assertThat(read.columns().get(0).nullable()).isFalse();
      assertThat(db.reads().get(0))
          .isEqualTo(
              "SELECT TOP (@P0) _rivet.[id] AS [id], _rivet.[v] AS [v], _rivet.[id] AS"
                  + " [_rivet_key_0] FROM [dbo].[t] AS _rivet ORDER BY _rivet.[id]");
      assertThat(db.reads().get(1))
          .isEqualTo(
              "SELECT TOP (@P0) _rivet.[id] AS [id], _rivet.[v] AS [v], _rivet.[id] AS"
                  + " [_rivet_key_0] FROM [dbo].[t] AS _rivet WHERE _rivet.[id] > CAST(@P1 AS"
                  + " bigint) ORDER BY _rivet.[id]");
      assertThat(read.statistics().statements()).isEqualTo(db.reads().size()).isGreaterThan(2);
    }
  }

  @Test
  void keysOfEveryTypeAreBoundAsTheirOwnType() throws Exception {
    UUID guid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    List<List<Object>> bound = new ArrayList<>();
    LocalDateTime tick = LocalDateTime.parse("2024-03-10T02:30:00.003333333");
    try (StubDatabase db =
        new StubDatabase(
                StubDatabase.of(
                    "s varchar(20)", "u uniqueidentifier", "d datetime", "n decimal(30,4)"))
            .key("s", "u", "d", "n")
            .rows(
                r -> {
                  bound.add(r.parameters());
                  Object[] row = {
                    "zażółć".substring(0, 2),
                    guid,
                    tick,
                    new java.math.BigDecimal("-1.5000"),
                    null,
                    null,
                    null,
                    null
                  };
                  System.arraycopy(row, 0, row, 4, 4);
                  long top = (Long) r.parameters().get(0);
                  return r.parameters().size() > 1
                      ? List.<Object[]>of().iterator()
                      : java.util.Collections.nCopies((int) top, row).iterator();
                })) {
      assertThat(db.read(TypeRules.standard(), ReadRows.options(1000, PAGE)).rows()).hasSize(2000);
      assertThat(db.reads().get(1))
          .contains(
              "WHERE _rivet.[s] >= CAST(@P1 COLLATE Latin1_General_CI_AS AS varchar(20)) AND"
                  + " (_rivet.[s] > CAST(@P2 COLLATE Latin1_General_CI_AS AS varchar(20)) OR"
                  + " _rivet.[s] = CAST(@P3 COLLATE Latin1_General_CI_AS AS varchar(20)) AND"
                  + " _rivet.[u] > CAST(@P4 AS uniqueidentifier) OR")
          .contains("_rivet.[d] > CAST(@P7 AS datetime)")
          .contains("_rivet.[n] > CAST(@P11 AS decimal(30,4)))")
          .endsWith("ORDER BY _rivet.[s], _rivet.[u], _rivet.[d], _rivet.[n]");
      assertThat(bound.get(1).get(1)).isEqualTo("za");
      assertThat(bound.get(1).get(4)).isEqualTo("00112233-4455-6677-8899-aabbccddeeff");
      assertThat(bound.get(1).get(7)).isEqualTo("2024-03-10T02:30:00.003");
      assertThat(bound.get(1).get(11)).isEqualTo(new java.math.BigDecimal("-1.5000"));
    }
  }

  @Test
  void slicesBecomePredicatesAndCountsUseTheSame() throws Exception {
    try (StubDatabase db = items(10);
        SourceSession session = db.open()) {
      SourceRelation relation = session.resolve(StubDatabase.TABLE, TypeRules.standard());
      for (SliceBounds bounds :
          List.of(
              new SliceBounds.Range("id", 3, 7),
              new SliceBounds.NullKey("id"),
              new SliceBounds.Outside("id", 3, 7))) {
        assertThat(relation.count(bounds)).isEqualTo(1000);
      }
      int unused =
          ReadRows.of(relation, new SliceBounds.Range("id", 3, 7), ReadRows.options(10, PAGE))
              .rows()
              .size();
      assertThat(db.log())
          .contains(
              "SELECT COUNT_BIG(*) AS n FROM [dbo].[t] AS _rivet WHERE _rivet.[id] BETWEEN @P0 AND"
                  + " @P1",
              "SELECT COUNT_BIG(*) AS n FROM [dbo].[t] AS _rivet WHERE _rivet.[id] IS NULL",
              "SELECT COUNT_BIG(*) AS n FROM [dbo].[t] AS _rivet WHERE _rivet.[id] NOT BETWEEN @P0"
                  + " AND @P1",
              "SELECT _rivet.[id] AS [id], _rivet.[v] AS [v] FROM [dbo].[t] AS _rivet WHERE"
                  + " _rivet.[id] BETWEEN @P0 AND @P1");
    }
  }

  @Test
  void theSessionIsSetUpAndPutBack() throws Exception {
    try (StubDatabase db = items(1)) {
      try (SourceSession session = db.open()) {
        assertThat(session.identity().pooler()).isEqualTo("direct");
        assertThat(session.identity().fingerprint()).isEqualTo("9C6DE0A7/shop");
        assertThat(session.canShareSnapshot()).isFalse();
        assertThatThrownBy(session::exportSnapshot).hasMessageContaining("PER_SLICE");
        assertThat(session.resolve(StubDatabase.TABLE, TypeRules.standard()).warnings()).isEmpty();
        assertThat(
                session.resolve(new Relation.Table("dbo", "nope"), TypeRules.standard()).problems())
            .extracting(Problem::code)
            .containsExactly(ErrorCode.RELATION_NOT_FOUND);
        assertThat(
                session
                    .resolve(
                        new Relation.Query("WITH a AS (SELECT 1 AS b) SELECT b FROM a"),
                        TypeRules.standard())
                    .problems())
            .extracting(Problem::code)
            .containsExactly(ErrorCode.QUERY_INVALID);
      }
      List<String> log =
          db.log().stream()
              .map(s -> s.toLowerCase(java.util.Locale.ROOT).trim().replaceAll("\\s+", " "))
              .toList();
      assertThat(log).anyMatch(s -> s.contains("set lock_timeout 7000"));
      assertThat(log).anyMatch(s -> s.contains("isolation level snapshot"));
      assertThat(log.indexOf("set lock_timeout -1"))
          .isGreaterThan(log.indexOf("set lock_timeout 7000"));
      assertThat(log.get(log.size() - 1)).contains("isolation level read committed");
    }
  }

  @Test
  void aConnectionInATransactionIsRefusedAndNotRolledBack() throws Exception {
    try (StubDatabase db = items(1)) {
      db.openTransactions = 1;
      assertThatThrownBy(db::open).hasMessageContaining("open transaction");
      assertThat(db.log())
          .noneMatch(s -> s.toUpperCase(java.util.Locale.ROOT).contains("ROLLBACK"));
    }
  }

  @Test
  void readingWithLocksIsWarnedOf() throws Exception {
    try (StubDatabase db = items(1).withoutSnapshot();
        SourceSession session = db.open()) {
      assertThat(session.resolve(StubDatabase.TABLE, TypeRules.standard()).warnings())
          .singleElement()
          .satisfies(w -> assertThat(w.toString()).contains("ALLOW_SNAPSHOT_ISOLATION"));
      assertThat(db.log()).noneMatch(s -> s.matches("(?is).*level\\s+snapshot.*"));
    }
  }

  @Test
  void azuresGatewayIsWarnedOf() throws Exception {
    try (StubDatabase db = items(1)) {
      db.edition = 5;
      try (SourceSession session = db.open()) {
        assertThat(session.identity().pooler()).isEqualTo("azure-gateway");
        assertThat(session.resolve(StubDatabase.TABLE, TypeRules.standard()).warnings())
            .singleElement()
            .satisfies(
                w -> {
                  assertThat(w.subject()).isEqualTo("pooler");
                  assertThat(w.message()).contains("azure-gateway", "Redirect", "15 seconds");
                });
      }
    }
  }

  @Test
  void aMillionRowsStreamInLittleMemory() throws Exception {
    try (StubDatabase db = items(1_000_000);
        SourceSession session = db.open();
        RootAllocator allocator = new RootAllocator(64 << 20)) {
      SourceRelation relation = session.resolve(StubDatabase.TABLE, TypeRules.standard());
      long rows = 0;
      long heap = 0;
      try (BatchReader reader =
          relation.read(StubDatabase.WHOLE, ReadRows.options(20_000, Duration.ZERO), allocator)) {
        while (reader.next()) {
          rows += reader.root().getRowCount();
          if (rows % 400_000 == 0) {
            System.gc();
            Runtime r = Runtime.getRuntime();
            heap = Math.max(heap, r.totalMemory() - r.freeMemory());
          }
        }
      }
      assertThat(rows).isEqualTo(1_000_000);
      assertThat(heap).as("heap in use").isPositive().isLessThan(96L << 20);
    }
  }

  @Test
  void closingEarlyStopsTheStatementAndTheSessionStaysUsable() throws Exception {
    try (StubDatabase db = items(50_000_000);
        SourceSession session = db.open()) {
      SourceRelation relation = session.resolve(StubDatabase.TABLE, TypeRules.standard());
      try (RootAllocator allocator = new RootAllocator();
          BatchReader reader =
              relation.read(StubDatabase.WHOLE, ReadRows.options(1000, Duration.ZERO), allocator)) {
        assertThat(reader.next()).isTrue();
      }
      assertThat(db.log()).anyMatch(s -> s.startsWith("attention after"));
      assertThat(relation.count(StubDatabase.WHOLE)).isEqualTo(1000);
    }
  }

  @Test
  void cancelFromAnotherThreadEndsTheRead() throws Exception {
    try (StubDatabase db = items(50_000_000);
        SourceSession session = db.open()) {
      SourceRelation relation = session.resolve(StubDatabase.TABLE, TypeRules.standard());
      try (RootAllocator allocator = new RootAllocator();
          BatchReader reader =
              relation.read(StubDatabase.WHOLE, ReadRows.options(1000, Duration.ZERO), allocator)) {
        assertThat(reader.next()).isTrue();
        Thread other = new Thread(session::cancel);
        other.start();
        other.join();
        assertThatThrownBy(
                () -> {
                  while (reader.next()) {
                    // until the cancel is seen
                  }
                })
            .satisfies(
                e ->
                    assertThat(SqlServer.create().classify(e).code())
                        .isEqualTo(ErrorCode.CANCELLED));
      }
      assertThat(relation.count(StubDatabase.WHOLE)).isEqualTo(1000);
    }
  }

  @Test
  void aStatementThatSendsForTooLongIsStopped() throws Exception {
    try (StubDatabase db = items(50_000_000);
        SourceSession session = db.open(Duration.ofSeconds(1))) {
      SourceRelation relation = session.resolve(StubDatabase.TABLE, TypeRules.standard());
      try (RootAllocator allocator = new RootAllocator();
          BatchReader reader =
              relation.read(StubDatabase.WHOLE, ReadRows.options(1000, Duration.ZERO), allocator)) {
        assertThatThrownBy(
                () -> {
                  while (reader.next()) {
                    // until the deadline
                  }
                })
            .satisfies(
                e -> {
                  SourceFailure failure = SqlServer.create().classify(e);
                  assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_STATEMENT_TIMEOUT);
                  assertThat(failure.isTransient()).isFalse();
                });
      }
      assertThat(relation.count(StubDatabase.WHOLE)).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "208, RELATION_NOT_FOUND, false, false, 0",
    "207, SOURCE_STATEMENT_REJECTED, false, false, 0",
    "102, SOURCE_STATEMENT_REJECTED, false, false, 0",
    "229, SOURCE_PERMISSION, false, false, 0",
    "1205, SOURCE_CONFLICT, true, false, 1000",
    "1222, SOURCE_LOCK_TIMEOUT, true, false, 0",
    "40501, SOURCE_OVERLOADED, true, true, 15000",
    "10054, SOURCE_UNREACHABLE, true, true, 0",
    "245, VALUE_NOT_REPRESENTABLE, false, false, 0"
  })
  void errorsMeanWhatTheirNumberSays(
      int number, ErrorCode code, boolean isTransient, boolean reconnect, long delay)
      throws Exception {
    try (StubDatabase db = items(1).fails("COUNT_BIG", number, "Value 'secret-canary' is bad");
        SourceSession session = db.open()) {
      SourceRelation relation = session.resolve(StubDatabase.TABLE, TypeRules.standard());
      assertThatThrownBy(() -> relation.count(StubDatabase.WHOLE))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                SourceFailure failure = SqlServer.create().classify(e);
                assertThat(failure.code()).isEqualTo(code);
                assertThat(failure.isTransient()).isEqualTo(isTransient);
                assertThat(failure.reconnect()).isEqualTo(reconnect);
                assertThat(failure.extraDelay()).isEqualTo(Duration.ofMillis(delay));
                assertThat(e.getErrorCode()).isEqualTo(number);
                if (number == 245) {
                  assertThat(e.getMessage()).doesNotContain("secret-canary");
                }
              });
      db.works("COUNT_BIG");
      assertThat(relation.count(StubDatabase.WHOLE)).isEqualTo(1000);
    }
  }

  @Test
  void aRefusedLoginIsPermanentAndTellsNoPassword() throws Exception {
    try (StubDatabase db = items(1).fails("login", 18456, "Login failed for user 'sa'.")) {
      assertThatThrownBy(
              () ->
                  SqlServer.create()
                      .open(
                          db.dataSource(),
                          new SessionSettings("rivet", Duration.ZERO, Duration.ZERO)))
          .hasMessageNotContaining("canary-password")
          .satisfies(
              e -> {
                SourceFailure failure = SqlServer.create().classify(e);
                assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
                assertThat(failure.recovery()).isEqualTo(Recovery.FIX_INPUT);
              });
    }
  }
}
