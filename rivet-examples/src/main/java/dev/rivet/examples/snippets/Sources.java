package dev.rivet.examples.snippets;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rivet.Export;
import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Secret;
import dev.rivet.connect.Tls;
import dev.rivet.dialect.postgres.Postgres;
import dev.rivet.engine.Rivet;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.state.JooqStateStore;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;

/** Where rows come from and where runs are remembered. */
public final class Sources {
  private Sources() {}

  /** Behind a connection pool. */
  public static ApplyResult pooled(String jdbcUrl, JooqStateStore state, Export events) {
    // docs:hikari
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(6); // parallel(4), one for the plan, one to spare

    try (HikariDataSource pool = new HikariDataSource(config);
        Rivet rivet = Rivet.builder().source(pool).stateStore(state).build()) {
      return rivet.run(events);
    }
    // end:hikari
  }

  /** Several JVMs, one ledger. */
  public static Rivet shared(DataSource source, DataSource stateDatabase) {
    // docs:shared-state
    JooqStateStore state = JooqStateStore.builder().schema("rivet").create(stateDatabase);
    Rivet rivet =
        Rivet.builder()
            .source(source)
            .stateStore(state)
            .namespace("billing") // exports of other applications are kept apart
            .leaseTime(Duration.ofMinutes(1)) // how long a dead JVM blocks the others
            .build();
    // end:shared-state
    return rivet;
  }

  /** One export, several JVMs at once. */
  public static ApplyResult together(Rivet rivet, String planJson) {
    // docs:together
    Plan plan = Plan.fromJson(planJson); // made once, the same text in every JVM
    ApplyResult result = rivet.apply(plan).together().execute();
    // end:together
    return result;
  }

  /** A state file of one's own choice. */
  public static JooqStateStore stateFile(Path directory) {
    // docs:state-file
    JooqStateStore state = JooqStateStore.sqlite(directory.resolve("rivet-state.db"));
    // end:state-file
    return state;
  }

  /** TLS, with the server's name checked. */
  public static DataSource tls(String host, int port, Path passwordFile, Path caFile) {
    // docs:tls
    DataSource source =
        Postgres.dataSource(
            Endpoint.of(host, "shop")
                .port(port)
                .user("reader", Secret.file(passwordFile))
                .tls(Tls.verifyFull().caFile(caFile)));
    // end:tls
    return source;
  }

  /** For servers and proxies that do not allow COPY. */
  public static Rivet withoutCopy(DataSource source, JooqStateStore state) {
    // docs:without-copy
    Rivet rivet =
        Rivet.builder().source(source).dialect(Postgres.withoutCopy()).stateStore(state).build();
    // end:without-copy
    return rivet;
  }
}
