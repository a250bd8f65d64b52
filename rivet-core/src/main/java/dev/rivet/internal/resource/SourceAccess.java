package dev.rivet.internal.resource;

import dev.rivet.Tuning;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.SourceException;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.SourceErrors;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceSession;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections to the source and the dialect that reads it, recognised once from a connection. Thread-safe. */
public final class SourceAccess {
  private final DataSource dataSource;
  private final List<Dialect> dialects;
  private final boolean isChosen;
  private volatile @Nullable Dialect recognised;

  /**
   * With candidates.
   *
   * @param dialects those to ask, in order
   * @param isChosen whether the application named them: a single one is then not asked
   */
  public SourceAccess(DataSource dataSource, List<Dialect> dialects, boolean isChosen) {
    this.dataSource = dataSource;
    this.isChosen = isChosen;
    this.dialects = List.copyOf(dialects);
  }

  /** The dialect of the source. */
  public Dialect dialect() {
    Dialect known = recognised;
    if (known == null) {
      known = recognise();
      recognised = known;
    }
    return known;
  }

  private Dialect recognise() {
    if (isChosen && dialects.size() == 1) {
      return dialects.get(0);
    }
    try (Connection connection = dataSource.getConnection()) {
      DatabaseMetaData metaData = connection.getMetaData();
      for (Dialect dialect : dialects) {
        if (dialect.accepts(metaData)) {
          return dialect;
        }
      }
      throw SourceErrors.noDialect(metaData.getDatabaseProductName(), names());
    } catch (SQLException e) {
      if (dialects.isEmpty()) {
        throw SourceErrors.noDialect("the database", names());
      }
      throw SourceErrors.wrap(
          whoUnderstands(e), e, "connecting to the source", Context.export("-"));
    }
  }

  /** Nobody is connected yet, so the dialect is not known: the first one that has a better word for the failure speaks. */
  private Dialect whoUnderstands(SQLException e) {
    return dialects.stream()
        .filter(d -> d.classify(e).code() != ErrorCode.SOURCE_FAILED)
        .findFirst()
        .orElse(dialects.get(0));
  }

  private String names() {
    return dialects.stream().map(Dialect::name).sorted().toList().toString();
  }

  /** A session with the tuning's timeouts. */
  public SourceSession open(Tuning tuning, Context context) {
    Dialect dialect = dialect();
    try {
      return open(tuning);
    } catch (SQLException e) {
      throw SourceErrors.wrap(dialect, e, "connecting to the source", context);
    }
  }

  /** A session with the tuning's timeouts, for callers that classify failures themselves. */
  public SourceSession open(Tuning tuning) throws SQLException {
    return dialect()
        .open(
            dataSource,
            new SessionSettings(
                "rivet",
                tuning.budget().statementTimeout(tuning.statementTimeout()),
                tuning.lockTimeout()));
  }

  /** What reads with a session. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T with(SourceSession session) throws SQLException;
  }

  /** Runs with a session of its own; failures become ours. */
  public <T> T with(Tuning tuning, String attempted, Context context, Work<T> work) {
    try (SourceSession session = open(tuning, context)) {
      return work.with(session);
    } catch (SQLException e) {
      throw failure(e, attempted, context);
    }
  }

  /** A driver's exception as ours. */
  public SourceException failure(SQLException e, String attempted, Context context) {
    return SourceErrors.wrap(dialect(), e, attempted, context);
  }
}
