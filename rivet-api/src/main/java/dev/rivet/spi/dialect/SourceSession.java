package dev.rivet.spi.dialect;

import dev.rivet.extract.Relation;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;

/**
 * One borrowed connection, configured for reading. One thread at a time, except {@link #cancel()}. Closing restores every
 * setting and gives the connection back; where that is impossible the connection is aborted instead of being returned dirty.
 */
public interface SourceSession extends AutoCloseable {

  /** The database, read once. */
  SourceIdentity identity() throws SQLException;

  /**
   * Resolves a relation from metadata and catalogs: no rows are read. Problems of the definition are collected in {@link
   * SourceRelation#problems()}, not thrown.
   */
  SourceRelation resolve(Relation relation, TypeRules rules) throws SQLException;

  /** Whether {@link #exportSnapshot()} works here; false also behind poolers that would break it. */
  boolean canShareSnapshot() throws SQLException;

  /**
   * Starts a transaction and shares its snapshot. It can be joined as long as this session stays open and runs nothing else
   * that ends the transaction.
   *
   * @return an opaque token for {@link #joinSnapshot}
   */
  String exportSnapshot() throws SQLException;

  /** All reads of this session from now on see the given snapshot. */
  void joinSnapshot(String token) throws SQLException;

  /**
   * Stops whatever statement is running, from any thread; the reading thread then gets an {@link SQLException}. Returns at
   * once; does nothing if no statement runs.
   */
  void cancel();

  /** Ends transactions, restores settings, gives the connection back. Never throws for a connection that is already gone. */
  @Override
  void close() throws SQLException;
}
