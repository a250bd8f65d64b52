package dev.rivet.it.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.openhft.hashing.LongHashFunction;
import org.duckdb.DuckDBConnection;

/**
 * A destination as a consumer sees it: manifest by a plain JSON parser, parts by DuckDB, fingerprints by another XXH3. None of
 * our code is involved.
 */
public final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path prefix;

  /** One DuckDB for all reads: starting and stopping one takes ten times as long as reading a small part. */
  private static final class Duck {
    static final DuckDBConnection DB = open();

    private static DuckDBConnection open() {
      Properties settings = new Properties();
      settings.setProperty("enable_external_file_cache", "false"); // names are used again
      try {
        return DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Results(Path prefix) {
    this.prefix = prefix;
  }

  /** The results at a local prefix. */
  public static Results at(Path prefix) {
    return new Results(prefix);
  }

  /** A part as the manifest lists it. */
  public record Part(
      String path,
      String runId,
      int slice,
      long rows,
      long size,
      String fingerprint,
      String status) {}

  /** The current manifest. */
  public JsonNode manifest() {
    return json("manifest.json");
  }

  /** A JSON object below the prefix. */
  public JsonNode json(String name) {
    try {
      return JSON.readTree(prefix.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Run of the current manifest. */
  public String runId() {
    return manifest().path("run_id").asText();
  }

  /** Parts of the current manifest with this status. */
  public List<Part> parts(String status) {
    return partsOf(manifest()).stream().filter(p -> p.status().equals(status)).toList();
  }

  /** Parts a reader must read. */
  public List<Part> committed() {
    return parts("committed");
  }

  private static List<Part> partsOf(JsonNode manifest) {
    return StreamSupport.stream(manifest.path("parts").spliterator(), false)
        .map(
            p ->
                new Part(
                    p.path("path").asText(),
                    p.path("run_id").asText(),
                    p.path("slice").asInt(),
                    p.path("rows").asLong(),
                    p.path("size_bytes").asLong(),
                    p.path("content_fingerprint").asText(),
                    p.path("status").asText()))
        .toList();
  }

  /** All visible and hidden files below the prefix, relative. */
  public Set<String> files() {
    if (!Files.exists(prefix)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(prefix)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> prefix.relativize(f).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files with the extension of a part. */
  public Set<String> partFiles() {
    return files().stream()
        .filter(f -> f.contains(".parquet") || f.contains(".csv"))
        .filter(f -> !f.substring(f.lastIndexOf('/') + 1).startsWith("."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of the immutable manifests. */
  public List<String> immutableManifests() {
    return files().stream().filter(f -> f.startsWith("manifest-") && f.endsWith(".json")).toList();
  }

  /** Bytes of every file, by name. */
  public Map<String, String> snapshot() {
    Map<String, String> all = new LinkedHashMap<>();
    files().forEach(f -> all.put(f, fingerprint(bytes(f))));
    return all;
  }

  /** Bytes of one file. */
  public byte[] bytes(String name) {
    try {
      return Files.readAllBytes(prefix.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code xxh3:} and 16 hex digits. */
  public static String fingerprint(byte[] bytes) {
    return String.format("xxh3:%016x", LongHashFunction.xx3().hashBytes(bytes));
  }

  /**
   * Everything the manifest promises: marker, immutable copy, existing parts of the right size and bytes, readable, totals that add
   * up, nothing temporary left.
   */
  public Results assertConsistent() {
    byte[] manifestBytes = bytes("manifest.json");
    JsonNode manifest = manifest();
    assertThat(new String(bytes("_SUCCESS"), UTF_8))
        .as("marker")
        .isEqualTo(fingerprint(manifestBytes) + "\n");
    assertThat(manifest.path("status").asText()).isEqualTo("success");
    assertThat(bytes("manifest-" + runId() + ".json"))
        .as("immutable manifest")
        .isEqualTo(manifestBytes);
    long rows = 0;
    Set<String> paths = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    manifest
        .path("parts")
        .forEach(p -> assertThat(ids.add(p.path("part_id").asInt())).as("part_id unique").isTrue());
    for (Part part : committed()) {
      assertThat(paths.add(part.path())).as("listed twice: " + part.path()).isTrue();
      byte[] bytes = bytes(part.path());
      assertThat(part.size()).as("size of " + part.path()).isEqualTo(bytes.length);
      assertThat(part.fingerprint())
          .as("fingerprint of " + part.path())
          .isEqualTo(fingerprint(bytes));
      rows += part.rows();
    }
    assertThat(manifest.path("row_count").asLong()).as("row_count").isEqualTo(rows);
    assertThat(manifest.path("part_count").asInt()).as("part_count").isEqualTo(paths.size());
    assertNoLeftovers();
    return this;
  }

  /** No hidden, temporary or unfinished file. */
  public Results assertNoLeftovers() {
    assertThat(files())
        .as("leftovers")
        .noneMatch(f -> f.startsWith(".") || f.contains("/.") || f.contains(".tmp"));
    return this;
  }

  /** The committed rows equal the source as it is now, row for row, value for value. */
  public Results assertEquals(SourceTable table, Postgres db) {
    return assertRows(table, table.rows(db));
  }

  /** The committed rows equal these. */
  public Results assertRows(SourceTable table, List<List<String>> expected) {
    List<List<String>> found = new ArrayList<>();
    for (Part part : committed()) {
      List<List<String>> rows = read(table, List.of(part.path()));
      assertThat(rows).as("rows of " + part.path()).hasSize((int) part.rows());
      found.addAll(rows);
    }
    compare(expected, found);
    assertThat(manifest().path("row_count").asLong()).isEqualTo(expected.size());
    return this;
  }

  /**
   * What a consumer that knows nothing but the immutable manifests rebuilds: every run's parts, less those named by a later
   * {@code supersedes} (CU1).
   */
  public List<List<String>> rebuilt(SourceTable table) {
    Set<String> superseded = new HashSet<>();
    Set<String> listed = new TreeSet<>();
    for (String name : immutableManifests()) {
      JsonNode manifest = json(name);
      manifest.path("supersedes").forEach(s -> superseded.add(s.path("path").asText()));
      partsOf(manifest).stream()
          .filter(p -> p.status().equals("committed"))
          .map(Part::path)
          .forEach(listed::add);
    }
    listed.removeAll(superseded);
    return read(table, List.copyOf(listed));
  }

  /** Rows of parts as text, by DuckDB. */
  public List<List<String>> read(SourceTable table, List<String> parts) {
    if (parts.isEmpty()) {
      return List.of();
    }
    boolean csv = parts.get(0).contains(".csv");
    String files =
        parts.stream()
            .map(p -> "'" + prefix.resolve(p).toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", ", "[", "]"));
    String relation =
        csv
            ? "read_csv("
                + files
                + ", header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = false,"
                + " quote = '\"', escape = '\"', delim = ',', auto_detect = false, columns = {"
                + table.columns().stream()
                    .map(c -> "'" + c.name() + "': 'VARCHAR'")
                    .collect(Collectors.joining(", "))
                + "})"
            : "read_parquet(" + files + ")";
    String sql =
        table.columns().stream()
                .map(c -> csv ? c.kind().inCsv(c.name()) : c.kind().inParquet(c.name()))
                .collect(Collectors.joining(", ", "SELECT ", ""))
            + " FROM "
            + relation;
    try (Connection c = Duck.DB.duplicate();
        Statement s = c.createStatement()) {
      return SourceTable.texts(s, sql, table.columns().size());
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** As multisets: nothing missing, nothing added, nothing doubled. */
  public static void compare(List<List<String>> expected, List<List<String>> found) {
    Map<List<String>, Integer> balance = new HashMap<>();
    expected.forEach(row -> balance.merge(row, 1, Integer::sum));
    found.forEach(row -> balance.merge(row, -1, Integer::sum));
    List<String> differences = new ArrayList<>();
    balance.forEach(
        (row, n) -> {
          if (n != 0) {
            differences.add((n > 0 ? "missing " : "too many ") + Math.abs(n) + " × " + row);
          }
        });
    assertThat(differences.stream().sorted().limit(6))
        .as(
            "%d rows expected, %d found, %d differ",
            expected.size(), found.size(), differences.size())
        .isEmpty();
    assertThat(found).hasSameSizeAs(expected);
  }
}
