package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rivet.error.ErrorCode;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.tcp.TcpCrusher;
import org.netcrusher.tcp.TcpCrusherBuilder;
import org.postgresql.ds.PGSimpleDataSource;

/** Stopping a read: at once, at any moment, without harm to the connection or to whoever uses it next. */
@SuppressWarnings("try") // closing early is what is tested
class CancelIT {
  /** In the select list the server makes the rows as they are asked for, not all of them first. */
  private static final String ENDLESS =
      "SELECT generate_series(1, 200000000) AS id, repeat('x', 100) AS v";

  private static final SliceBounds WHOLE = new SliceBounds.Whole();
  private static final Duration LIMIT = Duration.ofSeconds(5);

  static List<Postgres> dialects() {
    return List.of(Postgres.create(), Postgres.withoutCopy());
  }

  private static SourceRelation query(SourceSession session, String sql) throws SQLException {
    return session.resolve(Rows.query(sql), TypeRules.standard());
  }

  private static long active() {
    return Long.parseLong(
        TestServer.query(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'rivet test' AND state"
                + " = 'active'"));
  }

  private static void assertQuietSoon() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (active() > 0) {
      assertThat(System.nanoTime()).as("backends still active").isLessThan(end);
      Thread.sleep(20); // between two looks
    }
  }

  private static void assertHealthy(SourceSession session) throws SQLException {
    for (int i = 0; i < 5; i++) {
      SourceRelation relation = query(session, "SELECT g AS id FROM generate_series(1, 1000) g");
      assertThat(relation.count(WHOLE)).isEqualTo(1000);
      Rows rows = Rows.of(relation, WHOLE, Rows.options(300, Duration.ZERO));
      assertThat(rows.rows()).hasSize(1000);
      assertThat(rows.rows().get(999)).containsExactly(1000);
    }
  }

  private static void cancelSoon(SourceSession session) {
    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(session::cancel);
  }

  private static void drain(BatchReader reader) throws SQLException {
    while (reader.next()) {
      // until it fails
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void whileTheReaderReads(Postgres dialect) throws Exception {
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
      for (int round = 0; round < 3; round++) {
        try (BufferAllocator allocator = new RootAllocator();
            BatchReader reader = query(session, ENDLESS).read(WHOLE, Rows.OPTIONS, allocator)) {
          assertThat(reader.next()).isTrue();
          long[] asked = new long[1];
          CompletableFuture<Void> other =
              CompletableFuture.runAsync(
                  () -> {
                    asked[0] = System.nanoTime();
                    session.cancel();
                  },
                  CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
          Throwable e = catchThrowable(() -> drain(reader));
          other.join();
          assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.CANCELLED);
          reader.close();
          assertThat(Duration.ofNanos(System.nanoTime() - asked[0])).isLessThan(LIMIT);
        }
        assertQuietSoon();
        assertHealthy(session);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void whileTheConsumerIsBusy(Postgres dialect) throws Exception {
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings());
        BufferAllocator allocator = new RootAllocator();
        BatchReader reader = query(session, ENDLESS).read(WHOLE, Rows.OPTIONS, allocator)) {
      assertThat(reader.next()).isTrue();
      session.cancel();
      Thread.sleep(4000); // longer than the patience with a silent server
      Throwable e = catchThrowable(reader::next);
      assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.CANCELLED);
      reader.close();
      assertQuietSoon();
      assertHealthy(session);
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void whileTheServerComputes(Postgres dialect) throws Exception {
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
      SourceRelation slow =
          query(session, "SELECT pg_sleep(60)::text AS v FROM generate_series(1, 2)");
      cancelSoon(session);
      long started = System.nanoTime();
      Throwable e = catchThrowable(() -> Rows.of(slow, WHOLE, Rows.OPTIONS));
      assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LIMIT);
      assertQuietSoon();
      assertHealthy(session);
    }
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
      SourceRelation slow =
          query(
              session,
              "SELECT 1 AS v FROM generate_series(1, 3) g WHERE length(pg_sleep(20 + g)::text) ="
                  + " 0");
      cancelSoon(session);
      long started = System.nanoTime();
      Throwable e = catchThrowable(() -> slow.count(WHOLE));
      assertThat(dialect.classify(e).code()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LIMIT);
      assertHealthy(session);
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void closingHalfWayStopsTheServer(Postgres dialect) throws Exception {
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings())) {
      for (int round = 0; round < 3; round++) {
        try (BufferAllocator allocator = new RootAllocator();
            BatchReader reader = query(session, ENDLESS).read(WHOLE, Rows.OPTIONS, allocator)) {
          assertThat(reader.next()).isTrue();
          long started = System.nanoTime();
          reader.close();
          assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LIMIT);
        }
        assertQuietSoon();
        assertHealthy(session);
      }
    }
  }

  @Test
  void withoutAStatementNothingHappens() throws Exception {
    try (SourceSession session = Postgres.create().open(TestServer.dataSource(), Rows.settings())) {
      session.cancel();
      assertHealthy(session);
      session.cancel();
      session.cancel();
      assertHealthy(session);
    }
  }

  /** However late a request is, the next user of the pooled connection never feels it. */
  @ParameterizedTest
  @MethodSource("dialects")
  void lateRequestsHitNobody(Postgres dialect) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(TestServer.dataSource());
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      String pid = pid(pool);
      int cancelled = 0;
      for (int round = 0; round < 60; round++) {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread nervous;
        try (SourceSession session = dialect.open(pool, Rows.settings())) {
          SourceRelation relation =
              query(session, "SELECT g AS id FROM generate_series(1, 3000) g");
          long delay = round * 100_000L;
          nervous =
              new Thread(
                  () -> {
                    long end = System.nanoTime() + delay;
                    while (System.nanoTime() < end && !isOver.get()) {
                      Thread.onSpinWait();
                    }
                    session.cancel();
                  });
          nervous.start();
          Throwable e =
              catchThrowable(() -> Rows.of(relation, WHOLE, Rows.options(500, Duration.ZERO)));
          if (e != null) {
            assertThat(dialect.classify(e).code()).as("%s", e).isEqualTo(ErrorCode.CANCELLED);
            cancelled++;
          }
        }
        isOver.set(true);
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT pg_sleep(0.01), pg_backend_pid()")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(2)).as("the same connection").isEqualTo(pid);
        }
        nervous.join();
      }
      assertThat(cancelled).as("rounds that were hit").isBetween(1, 60);
    }
  }

  private static String pid(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void assertUnreachable(Throwable e) {
    assertThat(e).isInstanceOf(SQLException.class);
    SourceFailure verdict = Postgres.create().classify(e);
    assertThat(verdict.code()).as("%s", e).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    assertThat(verdict.isTransient()).isTrue();
    assertThat(verdict.reconnect()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void backendTerminatedHalfWay(Postgres dialect) throws Exception {
    try (SourceSession session = dialect.open(TestServer.dataSource(), Rows.settings());
        BufferAllocator allocator = new RootAllocator()) {
      try (BatchReader reader = query(session, ENDLESS).read(WHOLE, Rows.OPTIONS, allocator)) {
        assertThat(reader.next()).isTrue();
        TestServer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rivet"
                + " test'");
        assertUnreachable(catchThrowable(() -> drain(reader)));
      }
      assertUnreachable(catchThrowable(() -> query(session, "SELECT 1 AS a")));
    }
    assertQuietSoon();
  }

  /** A proxy in front of the server that can be cut and frozen. */
  private static TcpCrusher proxy(NioReactor reactor) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    return TcpCrusherBuilder.builder()
        .withReactor(reactor)
        .withBindAddress("localhost", port)
        .withConnectAddress("localhost", TestServer.port())
        .buildAndOpen();
  }

  private static PGSimpleDataSource through(TcpCrusher proxy) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(
        "jdbc:postgresql://localhost:"
            + proxy.getBindAddress().getPort()
            + "/postgres?user=postgres");
    return source;
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void networkCutHalfWay(Postgres dialect) throws Exception {
    try (NioReactor reactor = new NioReactor();
        TcpCrusher proxy = proxy(reactor)) {
      try (SourceSession session = dialect.open(through(proxy), Rows.settings());
          BufferAllocator allocator = new RootAllocator()) {
        try (BatchReader reader = query(session, ENDLESS).read(WHOLE, Rows.OPTIONS, allocator)) {
          assertThat(reader.next()).isTrue();
          proxy.closeAllPairs();
          assertUnreachable(catchThrowable(() -> drain(reader)));
        }
      }
      assertQuietSoon();
      try (SourceSession again = dialect.open(through(proxy), Rows.settings())) {
        assertHealthy(again);
      }
      proxy.close();
      assertUnreachable(catchThrowable(() -> dialect.open(through(proxy), Rows.settings())));
    }
  }

  /** The network goes silent: nothing arrives any more, not even our request. Only the socket can be closed. */
  @ParameterizedTest
  @MethodSource("dialects")
  void cancelThroughASilentNetwork(Postgres dialect) throws Exception {
    try (NioReactor reactor = new NioReactor();
        TcpCrusher proxy = proxy(reactor)) {
      try (BufferAllocator allocator = new RootAllocator();
          SourceSession session = dialect.open(through(proxy), Rows.settings());
          BatchReader reader = query(session, ENDLESS).read(WHOLE, Rows.OPTIONS, allocator)) {
        assertThat(reader.next()).isTrue();
        proxy.freeze();
        CompletableFuture<Throwable> reading =
            CompletableFuture.supplyAsync(() -> catchThrowable(() -> drain(reader)));
        assertStillBusy(reading);
        long asked = System.nanoTime();
        session.cancel();
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
            .as("returns at once")
            .isLessThan(Duration.ofSeconds(1));
        Throwable e = reading.get(8, TimeUnit.SECONDS);
        assertThat(dialect.classify(e).code()).as("%s", e).isEqualTo(ErrorCode.CANCELLED);
        reader.close();
        session.close();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(8));
      } finally {
        if (proxy.isFrozen()) {
          proxy.unfreeze();
        }
        proxy.closeAllPairs();
      }
    }
    assertQuietSoon();
  }

  private static void assertStillBusy(CompletableFuture<?> reading)
      throws InterruptedException, ExecutionException {
    try {
      Object result = reading.get(500, TimeUnit.MILLISECONDS);
      assertThat(result).as("ended although the network is silent").isNull();
    } catch (TimeoutException expected) {
      assertThat(reading).isNotDone();
    }
  }
}
