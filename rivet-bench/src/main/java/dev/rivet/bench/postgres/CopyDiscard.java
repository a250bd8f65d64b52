package dev.rivet.bench.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The floor: the same columns by COPY BINARY, taken from the driver and thrown away. */
public final class CopyDiscard {
  private static final byte[] SIGNATURE = "PGCOPY\n".getBytes(UTF_8);

  private CopyDiscard() {}

  /**
   * Reads a whole table.
   *
   * @return bytes
   */
  public static long read(Connection connection, String table) throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy (select * from " + table + ") to stdout (format binary)");
    long bytes = 0;
    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
      bytes += row.length;
    }
    if (bytes <= SIGNATURE.length) {
      throw new IllegalStateException("nothing came");
    }
    return bytes;
  }
}
