package dev.rivet.internal.slicing;

import dev.rivet.EmptyResult;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.ChunkSize;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Keyset;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.type.ColumnMapping;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Ranges of an integer key, plus one slice for NULL keys where there are any (CH1–CH8, AR1, AR3). */
final class ChunkedSlicer implements Slicer {
  /** Checked before anything is allocated (CH7). */
  private static final long MAX_SLICES = 1_000_000;

  private static final int SPARSE_MIN_SLICES = 64;
  private static final int SPARSE_WARN_SLICES = 1_000;
  private static final long UNKNOWN_ROW_BYTES = 512;
  private static final long MIN_ROWS_BY_SIZE = 10_000;
  private static final long MAX_ROWS_BY_SIZE = 5_000_000;

  private final Chunked options;

  ChunkedSlicer(Chunked options) {
    this.options = options;
  }

  @Override
  public Slicing slice(SlicingInput input) throws SQLException {
    if (options.chunkSize() instanceof ChunkSize.Days
        || options.chunkSize() instanceof ChunkSize.Dense && options.column() != null) {
      return new ValueChunks(options).slice(input);
    }
    String key = options.key().orElse(null);
    Problem problem = key == null ? null : keyProblem(key, input);
    if (problem != null) {
      return Slicing.refused(problem);
    }
    if (key == null) {
      key = input.facts().integerKey().orElse(null);
      if (key == null || options.chunkSize() instanceof ChunkSize.Dense) {
        return byAnyKey(input);
      }
    }
    KeyRange range = input.relation().keyRange(key);
    if (range.min().isEmpty() || range.max().isEmpty()) {
      return withoutKeys(key, range, input);
    }
    return cut(key, range.min().getAsLong(), range.max().getAsLong(), range.hasNulls(), input);
  }

  private @Nullable Problem keyProblem(String key, SlicingInput input) {
    List<String> names = input.relation().columns().stream().map(ColumnMapping::name).toList();
    if (!names.contains(key)) {
      return new Problem(
          ErrorCode.COLUMN_NOT_FOUND,
          "Chunked.by",
          "column \""
              + key
              + "\" is not in the result. Columns: "
              + names
              + ". Names are case-sensitive.");
    }
    if (!input.facts().integerColumns().contains(key)) {
      String type =
          input.relation().columns().stream()
              .filter(c -> c.name().equals(key))
              .map(ColumnMapping::nativeType)
              .findFirst()
              .orElse("unknown");
      return new Problem(
          ErrorCode.CHUNK_COLUMN_NOT_INTEGER,
          "Chunked.by",
          "chunk column \""
              + key
              + "\" of "
              + input.export().relation()
              + " is "
              + type
              + ". Range chunks cut between integers, so values between two windows would be lost."
              + " Use an integer column"
              + integerColumns(input.facts())
              + ", or Full.");
    }
    return null;
  }

  private static String integerColumns(RelationFacts facts) {
    return facts.integerColumns().isEmpty()
        ? " (there is none here)"
        : " " + facts.integerColumns();
  }

  /** Without an integer key any other unique one will do, in windows of so many rows (AR2). */
  private Slicing byAnyKey(SlicingInput input) throws SQLException {
    long rows =
        options.chunkSize() instanceof ChunkSize.Rows given
            ? given.rows()
            : options.chunkSize() instanceof ChunkSize.Dense dense ? dense.rows() : 0;
    if (rows == 0 || KeyColumns.of(input).firstUniqueKey().isEmpty()) {
      return Slicing.refused(noKey(input));
    }
    return new KeysetSlicer(Keyset.auto().rows(rows)).slice(input);
  }

  private static Problem noKey(SlicingInput input) {
    return new Problem(
        ErrorCode.CHUNK_KEY_NOT_FOUND,
        "Chunked.auto",
        input.export().relation()
            + " ("
            + input.facts().kind()
            + ") has no single-column integer primary key. Name one with Chunked.by(…)"
            + integerColumns(input.facts())
            + ", or use Full.");
  }

  private Slicing withoutKeys(String key, KeyRange range, SlicingInput input) {
    List<SliceBounds> bounds = new ArrayList<>();
    if (range.hasNulls()) {
      bounds.add(new SliceBounds.NullKey(key));
    } else if (input.export().emptyResult() == EmptyResult.EMPTY_FILE) {
      bounds.add(new SliceBounds.Whole()); // something must write the file without rows
    }
    String rationale =
        range.hasNulls() ? "every \"" + key + "\" is NULL" : "no rows when the plan was made";
    return new Slicing(
        Slicing.numbered(bounds), key, null, null, rationale, List.of(), List.of(), null);
  }

  private Slicing cut(String key, long min, long max, boolean hasNulls, SlicingInput input) {
    BigInteger span = RangeMath.span(min, max);
    OptionalLong estimate = input.facts().rowEstimate();
    BigInteger width = isSmall(estimate) ? span : width(span, input.facts());
    BigInteger count = RangeMath.ceilDiv(span, width);
    List<Problem> warnings = new ArrayList<>();
    Problem sparse = sparse(key, span, width, count, estimate, warnings);
    if (sparse != null) {
      return Slicing.refused(sparse);
    }
    if (options.key().isEmpty()) {
      warnings.add(
          new Problem(
              ErrorCode.EXPORT_INVALID, "Chunked.auto", "cuts by the primary key \"" + key + "\""));
    }
    if (!input.facts().indexedColumns().contains(key)) {
      warnings.add(
          new Problem(
              ErrorCode.SOURCE_OVERLOADED,
              "Chunked.by",
              "no index starts with \"" + key + "\": every slice scans the whole relation"));
    }
    List<SliceBounds> bounds = RangeMath.ranges(key, min, max, width);
    if (hasNulls) {
      bounds.add(new SliceBounds.NullKey(key));
    }
    String rationale =
        count
            + " ranges of \""
            + key
            + "\" "
            + width
            + " keys wide"
            + (hasNulls ? ", and one for NULL keys" : "");
    return new Slicing(
        Slicing.numbered(bounds), key, min, max, rationale, List.of(), warnings, null);
  }

  /** A table that fits one chunk is not worth cutting, unless a key or a width was chosen (AR3). */
  private boolean isSmall(OptionalLong estimate) {
    return options.key().isEmpty()
        && options.size() == null
        && estimate.isPresent()
        && estimate.getAsLong() > 0
        && estimate.getAsLong() <= Chunked.DEFAULT_ROWS;
  }

  private BigInteger width(BigInteger span, RelationFacts facts) {
    ChunkSize size = options.chunkSize();
    if (size instanceof ChunkSize.Count count) {
      return RangeMath.ceilDiv(span, BigInteger.valueOf(count.count()));
    }
    if (size instanceof ChunkSize.Bytes bytes) {
      long rowBytes = Math.max(1, facts.averageRowBytes().orElse(UNKNOWN_ROW_BYTES));
      long rows = bytes.target().bytes() / rowBytes;
      return BigInteger.valueOf(Math.min(MAX_ROWS_BY_SIZE, Math.max(MIN_ROWS_BY_SIZE, rows)));
    }
    return BigInteger.valueOf(((ChunkSize.Rows) size).rows());
  }

  /** Refuses what the estimate proves to be mostly empty windows, warns about what looks like it (CH7). */
  private @Nullable Problem sparse(
      String key,
      BigInteger span,
      BigInteger width,
      BigInteger count,
      OptionalLong estimate,
      List<Problem> warnings) {
    String what =
        count
            + " slices for "
            + (estimate.isPresent() ? "about " + estimate.getAsLong() : "an unknown number of")
            + " rows";
    String fix =
        "Use Chunked.by(\""
            + key
            + "\").count(n), wider rows(…), or Full; allowSparse() plans it anyway.";
    if (count.compareTo(BigInteger.valueOf(MAX_SLICES)) > 0) {
      return new Problem(
          ErrorCode.CHUNK_KEY_SPARSE,
          "Chunked.by",
          what + " over " + span + " keys: more than " + MAX_SLICES + " slices. " + fix);
    }
    if (options.chunkSize() instanceof ChunkSize.Count || options.isSparseAllowed()) {
      return null;
    }
    boolean isMany = count.compareTo(BigInteger.valueOf(SPARSE_MIN_SLICES)) >= 0;
    if (isMany && estimate.isPresent()) {
      BigInteger needed =
          RangeMath.ceilDiv(BigInteger.valueOf(Math.max(1, estimate.getAsLong())), width);
      if (count.compareTo(needed.multiply(BigInteger.valueOf(4))) >= 0) {
        return new Problem(
            ErrorCode.CHUNK_KEY_SPARSE, "Chunked.by", what + ", most of them empty. " + fix);
      }
    }
    if (count.compareTo(BigInteger.valueOf(SPARSE_WARN_SLICES)) >= 0) {
      warnings.add(new Problem(ErrorCode.CHUNK_KEY_SPARSE, "Chunked.by", what + ". " + fix));
    }
    return null;
  }
}
