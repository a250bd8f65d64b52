package dev.rivet.tck.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Reads that end early: closed, cancelled, timed out, cut off. */
abstract class StopCases extends Cases {
  private static final Duration PROMPT = Duration.ofSeconds(5);

  StopCases(DialectContract contract) {
    super(contract);
  }

  /** Rows that come slowly, for minutes. */
  private String slow() {
    numbers("slow", 3_000);
    return "SELECT id, " + source().sleeping(50) + " AS s FROM slow";
  }

  /** The time of a server's nap is no number anybody needs. */
  private static final TypeRules NAPS = rules(ColumnRule.of("s").as(RivetType.text()));

  /** Rows that come fast, for long enough. */
  private String fast() {
    numbers("factor", 1_000);
    return "SELECT a.id AS x, b.id AS y, b.t AS t FROM factor a, factor b";
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void assertNothingRuns() {
    long deadline = System.nanoTime() + PROMPT.toNanos();
    long running = source().runningStatements();
    while (running > 0 && System.nanoTime() < deadline) {
      pause(50);
      running = source().runningStatements();
    }
    assertThat(running).isZero();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertReads(SourceSession session) throws SQLException {
    numbers("healthy", 3);
    for (int i = 0; i < 3; i++) {
      SourceRelation relation = session.resolve(table("healthy"), TypeRules.standard());
      assertThat(relation.count(WHOLE)).isEqualTo(3);
      assertThat(ReadRows.of(relation, WHOLE, OPTIONS).rows()).hasSize(3);
    }
  }

  @Test
  void closingInTheMiddleIsPromptAndLeavesTheSessionUsable() throws SQLException {
    String sql = fast();
    try (SourceSession session = open();
        BufferAllocator allocator = new RootAllocator()) {
      SourceRelation relation = session.resolve(query(sql), TypeRules.standard());
      BatchReader reader = relation.read(WHOLE, ReadRows.options(100, Duration.ZERO), allocator);
      assertThat(reader.next()).isTrue();
      long start = System.nanoTime();
      reader.close();
      assertThat(since(start)).isLessThan(PROMPT);
      assertNothingRuns();
      assertReads(session);
    }
  }

  @Test
  void cancelWhileRowsAreComing() throws Exception {
    cancelled(fast(), TypeRules.standard(), 100);
  }

  @Test
  void cancelWhileTheServerIsBusy() throws Exception {
    cancelled(slow(), NAPS, 1000);
  }

  private void cancelled(String sql, TypeRules rules, int batchRows) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (SourceSession session = open();
        BufferAllocator allocator = new RootAllocator()) {
      SourceRelation relation = session.resolve(query(sql), rules);
      long start;
      try (BatchReader reader =
          relation.read(WHOLE, ReadRows.options(batchRows, Duration.ZERO), allocator)) {
        Future<?> cancel =
            other.submit(
                () -> {
                  pause(500);
                  session.cancel();
                });
        start = System.nanoTime() + 500_000_000L;
        SQLException failure =
            catchThrowableOfType(
                SQLException.class,
                () -> {
                  while (reader.next()) {
                    pause(1); // a consumer that is slower than the server
                  }
                });
        assertThat(since(start)).isLessThan(PROMPT);
        assertThat((Throwable) failure).isNotNull();
        assertThat(dialect().classify(failure).code()).isEqualTo(ErrorCode.CANCELLED);
        cancel.get(10, TimeUnit.SECONDS);
      }
      assertThat(since(start)).isLessThan(PROMPT);
      assertNothingRuns();
      assertReads(session);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void cancelWithoutStatementDoesNothing() throws SQLException {
    try (SourceSession session = open()) {
      session.cancel();
      assertReads(session);
      session.cancel();
      session.cancel();
      assertReads(session);
    }
  }

  @Test
  void aStatementThatRunsTooLongIsStoppedForGood() throws SQLException {
    String sql = slow();
    SessionSettings settings =
        new SessionSettings("rivet tck", Duration.ofMillis(700), Duration.ZERO);
    try (SourceSession session = dialect().open(source().dataSource(), settings)) {
      SourceRelation relation = session.resolve(query(sql), NAPS);
      long start = System.nanoTime();
      SQLException failure =
          catchThrowableOfType(SQLException.class, () -> ReadRows.of(relation, WHOLE, OPTIONS));
      assertThat(since(start)).isLessThan(Duration.ofSeconds(20));
      assertThat((Throwable) failure).isNotNull();
      SourceFailure verdict = dialect().classify(failure);
      assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_STATEMENT_TIMEOUT);
      assertThat(verdict.isTransient()).isFalse();
      assertThat(verdict.hint()).isNotEmpty();
      assertReads(session);
    }
  }

  @Test
  void aServerThatEndsTheSessionCanBeTriedAgain() throws SQLException {
    if (source().lacks().contains(Lack.SERVER)) {
      return; // nobody could end it; see the next case
    }
    String sql = fast();
    try (BufferAllocator allocator = new RootAllocator()) {
      SourceSession session = open();
      SourceRelation relation = session.resolve(query(sql), TypeRules.standard());
      try (BatchReader reader =
          relation.read(WHOLE, ReadRows.options(1, Duration.ZERO), allocator)) {
        SQLException failure =
            catchThrowableOfType(
                SQLException.class,
                () -> {
                  for (int i = 0; reader.next(); i++) {
                    if (i == 0) {
                      source().endSessions();
                    }
                  }
                });
        assertThat((Throwable) failure).isNotNull();
        SourceFailure verdict = dialect().classify(failure);
        assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(verdict.isTransient()).isTrue();
        assertThat(verdict.reconnect()).isTrue();
      }
      session.close();
    }
    try (SourceSession again = open()) {
      assertReads(again);
    }
  }

  @Test
  void aConnectionClosedUnderTheReaderIsNoEndOfData() throws SQLException {
    String sql = fast();
    try (BufferAllocator allocator = new RootAllocator();
        OneConnection pool = new OneConnection(source().dataSource())) {
      SourceSession session = open(pool);
      SourceRelation relation = session.resolve(query(sql), TypeRules.standard());
      try (BatchReader reader =
          relation.read(WHOLE, ReadRows.options(1, Duration.ZERO), allocator)) {
        assertThat(reader.next()).isTrue();
        pool.physical().close();
        assertThatThrownBy(
                () -> {
                  while (reader.next()) {
                    pause(0); // until the loss is seen
                  }
                })
            .isInstanceOf(SQLException.class);
      }
      session.close();
      assertThat(pool.isBack()).isTrue();
    }
  }
}
