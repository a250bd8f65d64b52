package dev.rivet.manifest;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The authoritative list of the parts of one run: {@code manifest-<run_id>.json}, written once and never changed, and {@code
 * manifest.json}, a copy of the newest. JSON names are the snake-case forms of the names here. Readers ignore unknown fields;
 * a field is only removed or retyped with a new {@code manifest_version} (contracts §9.3). Immutable.
 *
 * @param manifestVersion 1
 * @param runId the run
 * @param kind {@code export} or {@code repair}
 * @param exportName the export
 * @param startedAt start of the run
 * @param finishedAt when the manifest was sealed
 * @param status always {@code SUCCESS} in an immutable manifest; {@code RUNNING} only in {@code manifest.json} (VD3)
 * @param source where the rows came from
 * @param destination the prefix
 * @param format {@code parquet} or {@code csv}
 * @param compression codec name in lower case
 * @param writerProfile encodings, for example {@code modern}
 * @param schemaFingerprint fingerprint of names and types
 * @param columns output columns in order
 * @param rowCount rows in committed parts
 * @param partCount number of committed parts
 * @param parts all parts; only those with status committed count
 * @param columnChecksums order-free checksum per column over committed parts (VC1)
 * @param contentDigest order-free 128-bit digest of all rows
 * @param previousRunId the run whose manifest this one replaced, or null
 * @param supersedes parts of earlier runs that this run replaces (RR5)
 */
public record Manifest(
    int manifestVersion,
    String runId,
    String kind,
    String exportName,
    Instant startedAt,
    Instant finishedAt,
    Status status,
    Source source,
    String destination,
    String format,
    String compression,
    String writerProfile,
    String schemaFingerprint,
    List<Column> columns,
    long rowCount,
    int partCount,
    List<Part> parts,
    List<ColumnChecksum> columnChecksums,
    String contentDigest,
    @Nullable String previousRunId,
    List<Superseded> supersedes) {

  /** Version written by this library. */
  public static final int VERSION = 1;

  /** Name of the pointer to the newest run. */
  public static final String CURRENT = "manifest.json";

  /** Name of the success marker, whose body is the fingerprint of the bytes of {@link #CURRENT}. */
  public static final String SUCCESS = "_SUCCESS";

  /** State of the run. */
  public enum Status {
    /** The run is still writing; nothing listed yet. */
    RUNNING,
    /** Complete. */
    SUCCESS
  }

  /** State of a part. */
  public enum PartStatus {
    /** Counts. */
    COMMITTED,
    /** Replaced by a repair; still on disk, must not be read. */
    SUPERSEDED
  }

  /**
   * Where rows came from.
   *
   * @param engine dialect name
   * @param database database name
   * @param relation table name, or {@code query}
   * @param strategy mode
   * @param consistency {@code per_slice} or {@code snapshot}
   */
  public record Source(
      String engine, String database, String relation, String strategy, String consistency) {}

  /**
   * An output column.
   *
   * @param name column name
   * @param type canonical type text
   * @param nativeType type in the source
   * @param nullable whether NULL may occur
   */
  public record Column(String name, String type, String nativeType, boolean nullable) {}

  /**
   * One file.
   *
   * @param partId number, unique in the manifest
   * @param path name relative to the prefix
   * @param runId run that wrote it
   * @param slice slice it belongs to
   * @param rows rows in it
   * @param sizeBytes bytes
   * @param contentFingerprint {@code xxh3:<16 hex>} of the bytes
   * @param contentMd5 hex MD5 if computed, or null
   * @param status whether it counts
   * @param epoch number of the shared snapshot its rows were read under, from 1; parts of one run with equal epochs show one moment.
   *     Null where every slice has a snapshot of its own
   */
  public record Part(
      int partId,
      String path,
      String runId,
      int slice,
      long rows,
      long sizeBytes,
      String contentFingerprint,
      @Nullable String contentMd5,
      PartStatus status,
      @Nullable Integer epoch) {}

  /**
   * Checksum of a column.
   *
   * @param name column name
   * @param checksum 32 hex digits
   */
  public record ColumnChecksum(String name, String checksum) {}

  /**
   * A part that no longer counts.
   *
   * @param runId run that wrote it
   * @param path its name
   */
  public record Superseded(String runId, String path) {}

  /** Copies the lists. */
  public Manifest {
    requireNonNull(runId, "runId");
    requireNonNull(status, "status");
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
    columnChecksums = List.copyOf(columnChecksums);
    supersedes = List.copyOf(supersedes);
  }

  /** The parts a reader must read. */
  public Stream<Part> committedParts() {
    return parts.stream().filter(p -> p.status() == PartStatus.COMMITTED);
  }

  /** Name of the immutable manifest of a run. */
  public static String immutableName(String runId) {
    return "manifest-" + runId + ".json";
  }
}
