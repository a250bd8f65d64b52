package dev.rivet.spi.dialect;

import java.sql.SQLException;
import java.util.OptionalInt;

/**
 * A session that can say how its server is doing; needed for the check's connection limit, the governor and the measured part of
 * a harm budget. Reads the server's own counters only. A dialect without it loses these, nothing else.
 */
public interface ServerSession extends SourceSession {
  /** Connections this account may hold at once, empty if the server does not say. */
  OptionalInt maxConnections() throws SQLException;

  /** The counters now. */
  ServerLoad load() throws SQLException;
}
