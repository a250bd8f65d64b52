package dev.rivet.internal.json;

import dev.rivet.EmptyResult;
import dev.rivet.Export;
import dev.rivet.Quality;
import dev.rivet.SchemaDrift;
import dev.rivet.Tuning;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Consistency;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.extract.Incremental;
import dev.rivet.extract.Keyset;
import dev.rivet.extract.Relation;
import dev.rivet.extract.TimeWindow;
import dev.rivet.format.Compression;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.plan.CursorStep;
import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.ValuePolicy;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Plans for tests. */
final class Samples {
  private Samples() {}

  /** One with every kind of leaf, sealed. */
  static Plan rich() {
    Export export =
        Export.table("public.orders")
            .extract(Chunked.by("id").rows(100_000).parallel(2))
            .column("price", RivetType.decimal(10, 2))
            .column(
                ColumnRule.of("valid_until")
                    .on(SpecialValue.INFINITY, ValuePolicy.NULL)
                    .rounding()
                    .notNull())
            .column(
                ColumnRule.of("created")
                    .as(RivetType.timestampUtc())
                    .zone(ZoneId.of("Europe/Vilnius")))
            .onSpecialValue(SpecialValue.OVERFLOW, ValuePolicy.TEXT)
            .unboundedNumeric(RivetType.decimal(38, 18))
            .as(Parquet.zstd(5).bloomFilter("id").maxFileSize(DataSize.ofMebibytes(256)))
            .tuning(Tuning.gentle().maxRetries(4))
            .quality(Quality.none().rowCountAtLeast(1).nullRatioAtMost("price", 0.25).unique("id"))
            .into("s3://lake/raw/{export}/{date}")
            .build();
    return PlanSeal.seal(
        plan(
            export,
            List.of(
                new Slice(0, new SliceBounds.Range("id", 1, 100_000)),
                new Slice(1, new SliceBounds.Range("id", 100_001, 150_000)),
                new Slice(2, new SliceBounds.NullKey("id")))));
  }

  static Plan plan(Export export, List<Slice> slices) {
    return new Plan(
        1,
        "0.1.0",
        "0123456789abcdef0123456789abcdef",
        Instant.parse("2026-11-23T10:15:30.000123Z"),
        export,
        new SourceIdentity("postgres", "PostgreSQL", "18.1", "shop", "7431:16384", "direct"),
        List.of(
            new ColumnMapping("id", "bigint", RivetType.int64(), false, Fidelity.EXACT, Map.of()),
            new ColumnMapping(
                "price",
                "numeric(10,2)",
                RivetType.decimal(10, 2),
                true,
                Fidelity.EXACT,
                Map.of("srid", "4326"))),
        slices,
        new Plan.Facts("table", "id", 1L, 150_000L, 150_000L, 149_000L, 64L),
        "two chunks of 100000 keys",
        List.of(new Problem(ErrorCode.CHUNK_KEY_SPARSE, "id", "two windows for few rows")),
        "xxh3:00000000000000aa",
        "2026-01-01",
        null,
        "");
  }

  /** A valid plan drawn at random, sealed. */
  static Plan random(Random random) {
    return new Draw(random).plan();
  }

  static final class Draw {
    private final Random random;

    Draw(Random random) {
      this.random = random;
    }

    String text(int min) {
      String pool = "aZ09_ \"\\/'{}[]:,é€İıſΩ\u0001\u007f\u2028\n\t";
      return IntStream.range(0, min + random.nextInt(8))
          .mapToObj(
              i ->
                  random.nextInt(12) == 0
                      ? "😀"
                      : String.valueOf(pool.charAt(random.nextInt(pool.length()))))
          .reduce("x", String::concat);
    }

    @SafeVarargs
    final <T> T one(Supplier<? extends T>... choices) {
      return choices[random.nextInt(choices.length)].get();
    }

    <E extends Enum<E>> E constant(Class<E> type) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }

    Duration duration() {
      return Duration.ofNanos(random.nextLong(0, 1L << random.nextInt(1, 60)));
    }

    DataSize size(long min) {
      return DataSize.ofBytes(min + random.nextLong(0, 1L << random.nextInt(1, 60)));
    }

    RivetType type() {
      return one(
          RivetType::bool,
          RivetType::int16,
          RivetType::uint64,
          RivetType::float32,
          () -> RivetType.decimal(1 + random.nextInt(76), 0),
          RivetType::date,
          () -> new RivetType.Time(constant(RivetType.TimeUnit.class)),
          () -> new RivetType.Timestamp(constant(RivetType.TimeUnit.class), random.nextBoolean()),
          () -> RivetType.text(random.nextBoolean() ? "" : text(0)),
          () -> RivetType.binary(random.nextBoolean() ? "" : text(0)),
          RivetType::json,
          RivetType::uuid,
          RivetType::map,
          () -> RivetType.list(RivetType.text("Tag)>")),
          () -> RivetType.list(RivetType.decimal(9, 9)));
    }

    Format format() {
      Supplier<Format> parquet =
          () -> {
            Parquet p =
                Parquet.with(
                        one(
                            Compression::none,
                            () -> Compression.zstd(1 + random.nextInt(22)),
                            () -> Compression.gzip(random.nextInt(10)),
                            Compression::lz4Raw,
                            Compression::snappy))
                    .rowGroupRows(1000 + random.nextInt(1_000_000))
                    .rowGroupBytes(size(1 << 20))
                    .bloomFilter(text(0), text(0));
            p = random.nextBoolean() ? p.compatible() : p.withoutDictionary();
            return random.nextBoolean() ? p : p.maxFileSize(size(1));
          };
      Supplier<Format> csv =
          () -> {
            Csv c = Csv.rfc4180().delimiter(one(() -> ';', () -> '\t', () -> '\u0001', () -> '|'));
            c = random.nextBoolean() ? c.crlf().withBom() : c.withoutHeader().quoteNonNull();
            c =
                random.nextBoolean()
                    ? c.nullText("\\N").binaryAsBase64()
                    : c.escapeFormulas().listsAsJson();
            return random.nextBoolean()
                ? c
                : c.maxFileSize(size(1)).compressed(Compression.gzip(1));
          };
      return one(parquet, csv);
    }

    Extraction extraction(boolean isQuery) {
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          return Full.scan();
        }
        case 2 -> {
          Incremental i =
              random.nextBoolean()
                  ? Incremental.by("a").overlap(random.nextLong(1, Long.MAX_VALUE))
                  : Incremental.coalesce("a", "b").key("k").overlap(duration().plusNanos(1));
          return random.nextBoolean()
              ? i.behindOpenTransactions()
              : i.safetyLag(duration().plusNanos(1)).rows(7).parallel(3).maxAttempts(2);
        }
        case 3 -> {
          return TimeWindow.lastDays("a" + text(0), random.nextLong(Long.MAX_VALUE));
        }
        case 4 -> {
          if (!isQuery) {
            Keyset k = random.nextBoolean() ? Keyset.auto() : Keyset.by("a" + text(0), "b");
            return random.nextBoolean() ? k.rows(3).parallel(2) : k.appendOnly().maxAttempts(9);
          }
        }
        default -> {}
      }
      Chunked c = random.nextBoolean() ? Chunked.auto() : Chunked.by(text(1));
      c =
          switch (random.nextInt(6)) {
            case 3 -> c.dense(random.nextLong(1, Long.MAX_VALUE));
            case 4 -> c.column() == null ? c : c.byDays(1 + random.nextInt(1000));
            case 0 -> c.rows(random.nextLong(1, Long.MAX_VALUE));
            case 1 -> c.count(1 + random.nextInt(Integer.MAX_VALUE - 1));
            case 2 -> isQuery ? c : c.targetSize(size(1));
            default -> c;
          };
      c = c.parallel(1 + random.nextInt(64));
      return random.nextBoolean() ? c : c.withoutCheckpoint().maxAttempts(3).allowSparse();
    }

    SliceBounds bounds() {
      long from = random.nextLong();
      long to = random.nextBoolean() ? Long.MAX_VALUE : from;
      return one(
          SliceBounds.Whole::new,
          () -> new SliceBounds.NullKey(text(1)),
          () -> new SliceBounds.Range(text(1), from, to),
          () -> new SliceBounds.Outside(text(1), Long.MIN_VALUE, to),
          () -> new SliceBounds.Interval(List.of(term(), term()), maybeBound(), bound()),
          () -> new SliceBounds.Nulls(term()));
    }

    KeyTerm term() {
      return new KeyTerm(random.nextBoolean() ? List.of(text(1)) : List.of(text(1), text(1)));
    }

    KeyBound bound() {
      List<String> values = random.nextBoolean() ? List.of(text(0)) : List.of(text(0), text(0));
      return new KeyBound(values, random.nextBoolean());
    }

    KeyBound maybeBound() {
      return random.nextBoolean() ? null : bound();
    }

    CursorStep step() {
      return new CursorStep(
          List.of(term()),
          List.of(text(0)),
          text(0),
          maybeBound(),
          random.nextBoolean() ? null : random.nextInt(),
          random.nextBoolean() ? null : new CursorStep.Replaced(text(0), random.nextInt()));
    }

    Long maybe() {
      return random.nextBoolean() ? null : random.nextLong();
    }

    Plan plan() {
      boolean isQuery = random.nextBoolean();
      Export.Draft draft =
          isQuery
              ? Export.query("q" + random.nextInt(1000), "SELECT " + text(1))
              : Export.table(new Relation.Table(random.nextBoolean() ? null : "s" + text(1), "t"));
      draft
          .extract(extraction(isQuery))
          .as(format())
          .typePolicy(constant(TypePolicy.class))
          .onSpecialValue(constant(SpecialValue.class), constant(ValuePolicy.class))
          .tuning(
              Tuning.fast()
                  .batchRows(1 + random.nextInt(100_000))
                  .maxValue(size(0))
                  .throttle(duration())
                  .retryBackoff(duration()))
          .onSchemaDrift(constant(SchemaDrift.class))
          .shapeDriftFactor(
              random.nextInt(10) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble() * 1e-7)
          .onEmptyResult(constant(EmptyResult.class))
          .consistency(constant(Consistency.class));
      for (int i = random.nextInt(3); i > 0; i--) {
        ColumnRule rule = ColumnRule.of(text(i) + i);
        rule = random.nextBoolean() ? rule : rule.as(type());
        rule =
            random.nextBoolean()
                ? rule
                : rule.on(constant(SpecialValue.class), constant(ValuePolicy.class));
        rule =
            random.nextBoolean()
                ? rule
                : rule.zone(one(() -> ZoneOffset.UTC, () -> ZoneId.of("Asia/Kathmandu")));
        draft.column(random.nextBoolean() ? rule.rounding() : rule.notNull());
      }
      if (random.nextBoolean()) {
        draft.unboundedNumeric(type());
      }
      if (random.nextBoolean()) {
        draft.quality(
            Quality.none()
                .rowCountAtMost(random.nextLong(1, 9))
                .nullRatioAtMost(text(0), random.nextDouble()));
      }
      Export export =
          draft.into(new Location(one(() -> "file", () -> "s3"), "/o ut/%41#é{export}")).build();
      List<Slice> slices =
          IntStream.range(0, random.nextInt(5)).mapToObj(i -> new Slice(i, bounds())).toList();
      List<ColumnMapping> columns = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        columns.add(
            new ColumnMapping(
                text(1),
                text(0),
                type(),
                random.nextBoolean(),
                constant(Fidelity.class),
                Map.of(text(0), text(0))));
      }
      return PlanSeal.seal(
          new Plan(
              1,
              text(0),
              text(0),
              Instant.ofEpochSecond(
                  random.nextLong(-1L << 37, 1L << 37), random.nextInt(1_000_000_000)),
              export,
              new SourceIdentity(text(0), text(0), text(0), text(0), text(0), text(0)),
              columns,
              slices,
              new Plan.Facts(
                  text(0),
                  random.nextBoolean() ? null : text(0),
                  maybe(),
                  maybe(),
                  maybe(),
                  maybe(),
                  maybe()),
              text(0),
              List.of(new Problem(constant(ErrorCode.class), text(0), text(0))),
              text(0),
              random.nextBoolean() ? null : text(0),
              random.nextBoolean() ? null : step(),
              ""));
    }
  }
}
