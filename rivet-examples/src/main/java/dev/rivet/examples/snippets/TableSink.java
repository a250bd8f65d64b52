package dev.rivet.examples.snippets;

// docs:custom-sink
import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkCapabilities.CommitProtocol;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.unit.Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps objects in a table {@code objects (name text COLLATE "C" PRIMARY KEY, content bytea)}. */
public final class TableSink implements ReadableSink {
  private static final String CREATE =
      "INSERT INTO objects VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
  private static final String REPLACE =
      "INSERT INTO objects VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content ="
          + " excluded.content";

  private final DataSource database;

  public TableSink(DataSource database) {
    this.database = database;
  }

  @Override
  public String scheme() {
    return "table"; // table://any/prefix
  }

  @Override
  public SinkCapabilities capabilities() {
    return SinkCapabilities.of(CommitProtocol.ATOMIC).conditional();
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
    try (InputStream content = Files.newInputStream(finished)) {
      store(key, content, REPLACE);
    }
    return StoredObject.of(key, checksums.size());
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    int stored =
        store(key, new ByteArrayInputStream(content), mode == PutMode.CREATE ? CREATE : REPLACE);
    if (stored == 0) {
      throw new FileAlreadyExistsException(key.toString());
    }
    return StoredObject.of(key, content.length);
  }

  private int store(ObjectKey key, InputStream content, String sql) throws IOException {
    return query(
        sql,
        statement -> {
          statement.setString(1, name(key));
          statement.setBinaryStream(2, content);
          return statement.executeUpdate(); // the commit point: visible and durable
        });
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    return query(
        "SELECT length(content) FROM objects WHERE name = ?",
        statement -> {
          statement.setString(1, name(key));
          ResultSet row = statement.executeQuery();
          return row.next()
              ? Optional.of(StoredObject.of(key, row.getLong(1)))
              : Optional.<StoredObject>empty();
        });
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    Optional<byte[]> content =
        query(
            "SELECT substring(content FROM ?) FROM objects WHERE name = ?",
            statement -> {
              statement.setInt(1, Math.toIntExact(offset + 1));
              statement.setString(2, name(key));
              ResultSet row = statement.executeQuery();
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.<byte[]>empty();
            });
    return new ByteArrayInputStream(
        content.orElseThrow(() -> new NoSuchFileException(key.toString())));
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    return query(
        "SELECT substring(name FROM length(?) + 1), length(content) FROM objects"
            + " WHERE starts_with(name, ?) ORDER BY name",
        statement -> {
          statement.setString(1, prefix.path() + "/");
          statement.setString(2, prefix.path() + "/");
          ResultSet rows = statement.executeQuery();
          List<StoredObject> found = new ArrayList<>();
          while (rows.next()) {
            found.add(StoredObject.of(new ObjectKey(prefix, rows.getString(1)), rows.getLong(2)));
          }
          return found;
        });
  }

  @Override
  public SinkFailure classify(IOException failure) {
    boolean isTransient = failure.getCause() instanceof SQLTransientException;
    return new SinkFailure(
        ErrorCode.SINK_FAILED, isTransient, Duration.ZERO, "Look at the database of the objects.");
  }

  private static String name(ObjectKey key) {
    return key.prefix().path() + "/" + key.name();
  }

  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private <T> T query(String sql, Work<T> work) throws IOException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return work.with(statement);
    } catch (SQLException e) {
      throw new IOException("the table of objects failed", e);
    }
  }
}
// end:custom-sink
