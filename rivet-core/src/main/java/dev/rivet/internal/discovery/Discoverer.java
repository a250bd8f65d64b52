package dev.rivet.internal.discovery;

import dev.rivet.Tuning;
import dev.rivet.discover.DiscoveredTable;
import dev.rivet.discover.Discovery;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.SourceErrors;
import dev.rivet.internal.planning.Planner;
import dev.rivet.internal.resource.SourceAccess;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.CatalogSession;
import dev.rivet.spi.dialect.CatalogTable;
import dev.rivet.spi.dialect.SourceSession;
import java.sql.SQLException;
import java.util.List;

/** Looks into the catalog and says what it would do (DI1–DI6). */
public final class Discoverer {
  private static final String ALL = "*";

  private final SourceAccess source;

  /** Of a source. */
  public Discoverer(SourceAccess source) {
    this.source = source;
  }

  /** Every schema the account can see. */
  public Discovery all() {
    return discover(ALL, CatalogSession::tables);
  }

  /** One schema. */
  public Discovery schema(String name) {
    return discover(name, session -> session.tables(name));
  }

  @FunctionalInterface
  private interface Listing {
    List<CatalogTable> of(CatalogSession session) throws SQLException;
  }

  private Discovery discover(String scope, Listing listing) {
    return source.with(
        Tuning.balanced(),
        "reading the catalog",
        Context.export(ALL),
        session -> discovery(session, scope, listing.of(catalog(session))));
  }

  private static CatalogSession catalog(SourceSession session) throws SQLException {
    if (session instanceof CatalogSession catalog) {
      return catalog;
    }
    throw SourceErrors.noDiscovery(session.identity().dialect());
  }

  private static Discovery discovery(SourceSession session, String scope, List<CatalogTable> tables)
      throws SQLException {
    SourceIdentity identity = session.identity();
    List<DiscoveredTable> found = tables.stream().map(Suggestions::of).toList();
    return new Discovery(
        Planner.RIVET_VERSION, identity.dialect(), identity.database(), scope, found);
  }
}
