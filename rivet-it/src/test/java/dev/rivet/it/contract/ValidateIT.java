package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.RecordingDialect;
import dev.rivet.it.support.Results;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.ValidationDepth;
import dev.rivet.run.ValidationReport;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.SimulatedCrash;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validate: VD1–VD3, VE1, M5, M6, TF1, TF2. */
class ValidateIT extends ItemsFixture {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ValidationReport validate(ValidationDepth depth) {
    return rivet().validate(chunked()).depth(depth).execute();
  }

  private void edit(java.util.function.Consumer<ObjectNode> change) throws IOException {
    ObjectNode manifest = (ObjectNode) JSON.readTree(results().bytes("manifest.json"));
    change.accept(manifest);
    Files.write(env.prefix().resolve("manifest.json"), JSON.writeValueAsBytes(manifest));
  }

  private void restamp() throws IOException {
    Files.writeString(
        env.prefix().resolve("_SUCCESS"),
        Results.fingerprint(results().bytes("manifest.json")) + "\n");
    Files.write(
        env.prefix().resolve("manifest-" + results().runId() + ".json"),
        results().bytes("manifest.json"));
  }

  /** VD2: what each depth finds; VE1: by which code. Empty: passes. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "nothing,                     -,                            -,                           "
            + " -",
        "delete a part,               -,                            VERIFY_PART_MISSING,         "
            + " VERIFY_PART_MISSING",
        "truncate a part,             -,                            VERIFY_PART_SIZE_MISMATCH,   "
            + " VERIFY_PART_SIZE_MISMATCH",
        "empty a part,                -,                            VERIFY_PART_SIZE_MISMATCH,   "
            + " VERIFY_PART_SIZE_MISMATCH",
        "flip a bit,                  -,                            -,                           "
            + " VERIFY_PART_CHECKSUM_MISMATCH",
        "swap two parts,              -,                            -,                           "
            + " VERIFY_PART_CHECKSUM_MISMATCH",
        "wrong rows restamped,        -,                            -,                           "
            + " VERIFY_PART_ROWS_MISMATCH",
        "totals changed,              VERIFY_MANIFEST_INCONSISTENT, VERIFY_MANIFEST_INCONSISTENT,"
            + " VERIFY_MANIFEST_INCONSISTENT",
        "part listed twice,           VERIFY_MANIFEST_INCONSISTENT, VERIFY_MANIFEST_INCONSISTENT,"
            + " VERIFY_MANIFEST_INCONSISTENT",
        "immutable manifest gone,     VERIFY_MANIFEST_INCONSISTENT, VERIFY_MANIFEST_INCONSISTENT,"
            + " VERIFY_MANIFEST_INCONSISTENT",
        "truncate the manifest,       VERIFY_MANIFEST_READ_ERROR,   VERIFY_MANIFEST_READ_ERROR,  "
            + " VERIFY_MANIFEST_READ_ERROR",
        "empty the manifest,          VERIFY_MANIFEST_READ_ERROR,   VERIFY_MANIFEST_READ_ERROR,  "
            + " VERIFY_MANIFEST_READ_ERROR",
        "delete everything,           VERIFY_MANIFEST_REQUIRED,     VERIFY_MANIFEST_REQUIRED,    "
            + " VERIFY_MANIFEST_REQUIRED",
        "stale marker,                VERIFY_SUCCESS_STALE,         VERIFY_SUCCESS_STALE,        "
            + " VERIFY_SUCCESS_STALE",
        "malformed marker,            VERIFY_SUCCESS_MALFORMED,     VERIFY_SUCCESS_MALFORMED,    "
            + " VERIFY_SUCCESS_MALFORMED",
        "empty marker,                VERIFY_SUCCESS_MALFORMED,     VERIFY_SUCCESS_MALFORMED,    "
            + " VERIFY_SUCCESS_MALFORMED",
        "missing marker,              VERIFY_SUCCESS_MISSING,       VERIFY_SUCCESS_MISSING,      "
            + " VERIFY_SUCCESS_MISSING"
      })
  void vd2_ve1_corruptionMatrixByDepth(String damage, String light, String sample, String full)
      throws IOException {
    rivet().run(chunked());
    damage(damage);
    Map<ValidationDepth, String> expected =
        Map.of(
            ValidationDepth.LIGHT, String.valueOf(light),
            ValidationDepth.SAMPLE, String.valueOf(sample),
            ValidationDepth.FULL, String.valueOf(full));
    for (ValidationDepth depth : ValidationDepth.values()) {
      ValidationReport report = validate(depth);
      List<String> codes = report.failures().stream().map(p -> p.code().name()).distinct().toList();
      if (expected.get(depth).equals("null")) {
        assertThat(report.failures()).as(damage + " at " + depth).isEmpty();
        assertThat(report.orThrow()).isSameAs(report);
      } else {
        assertThat(codes).as(damage + " at " + depth).contains(expected.get(depth));
        failure(ErrorCode.VALIDATION_FAILED, report::orThrow);
        assertThat(report.failures())
            .allMatch(p -> !p.message().isBlank() && !p.subject().isBlank());
      }
    }
  }

  private void damage(String damage) throws IOException {
    Path marker = env.prefix().resolve("_SUCCESS");
    Path manifest = env.prefix().resolve("manifest.json");
    byte[] bytes = Files.readAllBytes(part(1));
    switch (damage) {
      case "nothing" -> {}
      case "delete a part" -> Files.delete(part(1));
      case "truncate a part" -> Files.write(part(1), Arrays.copyOf(bytes, bytes.length - 1));
      case "empty a part" -> Files.write(part(1), new byte[0]);
      case "flip a bit" -> {
        bytes[20] ^= 1;
        Files.write(part(1), bytes);
      }
      case "swap two parts" -> {
        byte[] other = Files.readAllBytes(part(2));
        Files.write(part(1), other);
        Files.write(part(2), bytes);
        // Same sizes, so that only the bytes tell.
        edit(
            m -> {
              ((ObjectNode) m.path("parts").get(1)).put("size_bytes", other.length);
              ((ObjectNode) m.path("parts").get(2)).put("size_bytes", bytes.length);
            });
        restamp();
      }
      case "wrong rows restamped" -> {
        edit(
            m -> {
              ((ObjectNode) m.path("parts").get(1)).put("rows", 31);
              m.put("row_count", 91);
            });
        restamp();
      }
      case "totals changed" -> {
        edit(m -> m.put("row_count", 91));
        restamp();
      }
      case "part listed twice" -> {
        edit(
            m -> {
              ((com.fasterxml.jackson.databind.node.ArrayNode) m.path("parts"))
                  .add(m.path("parts").get(0));
              m.put("row_count", 120).put("part_count", 4);
            });
        restamp();
      }
      case "immutable manifest gone" ->
          Files.delete(env.prefix().resolve("manifest-" + results().runId() + ".json"));
      case "truncate the manifest" ->
          Files.write(manifest, Arrays.copyOf(results().bytes("manifest.json"), 500));
      case "empty the manifest" -> Files.write(manifest, new byte[0]);
      case "delete everything" -> {
        for (String f : results().files()) {
          Files.delete(env.prefix().resolve(f));
        }
      }
      case "stale marker" -> Files.writeString(marker, "xxh3:0123456789abcdef\n");
      case "malformed marker" -> Files.writeString(marker, "done\n");
      case "empty marker" -> Files.writeString(marker, "");
      case "missing marker" -> Files.delete(marker);
      default -> throw new IllegalArgumentException(damage);
    }
  }

  /** M6: parts without manifest are looked at, and said to be that. */
  @Test
  void m6_noManifestIsLabelled() throws IOException {
    rivet().run(chunked());
    for (String f : results().files()) {
      if (!f.endsWith(".parquet")) {
        Files.delete(env.prefix().resolve(f));
      }
    }
    ValidationReport report = validate(ValidationDepth.FULL);
    assertThat(report.isLegacy()).isTrue();
    assertThat(report.isManifestFound()).isFalse();
    assertThat(report.advisories())
        .extracting(Problem::code)
        .contains(ErrorCode.VERIFY_MANIFEST_REQUIRED);
  }

  /** VE1: untracked objects are advisory, and only this export's are meant. */
  @Test
  void untrackedObjectIsAdvisory() throws IOException {
    rivet().run(chunked());
    Files.writeString(
        env.prefix().resolve("items_20260101T000000.000_00000000_s00000_a01_p000.parquet"), "x");
    Files.writeString(env.prefix().resolve("readme.txt"), "x");
    ValidationReport report = validate(ValidationDepth.FULL);
    assertThat(report.isPassed()).isTrue();
    assertThat(report.advisories())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.VERIFY_UNTRACKED_OBJECT);
    assertThat(report.advisories().get(0).subject()).startsWith("items_20260101");
  }

  /** VE1: what a store that fails to answer gives. */
  @Test
  void ve1_storeErrorsHaveTheirCodes() {
    rivet().run(chunked());
    Map<String, ErrorCode> byObject =
        Map.of(
            "manifest.json", ErrorCode.VERIFY_MANIFEST_READ_ERROR,
            "_SUCCESS", ErrorCode.VERIFY_SUCCESS_READ_ERROR,
            ".parquet", ErrorCode.VERIFY_LIST_ERROR);
    byObject.forEach(
        (name, code) -> {
          ValidationReport report =
              env.withSink(new UnreadableSink(k -> k.endsWith(name), false))
                  .validate(chunked())
                  .execute();
          assertThat(report.failures()).as(name).extracting(Problem::code).contains(code);
        });
    ValidationReport unlisted =
        env.withSink(new UnreadableSink(k -> false, true)).validate(chunked()).execute();
    assertThat(unlisted.failures()).extracting(Problem::code).contains(ErrorCode.VERIFY_LIST_ERROR);
  }

  /** VD1: no source connection, no write; works while the source is down. */
  @Test
  void vd1_noSourceConnectionNoWrites() {
    rivet().run(chunked());
    Map<String, String> before = results().snapshot();
    FaultPlan recorder = FaultPlan.none();
    RecordingDialect dialect = new RecordingDialect(Dialects.postgres());
    ValidationReport report =
        env.faulty(recorder, b -> b.dialect(dialect.dialect())).validate(chunked()).execute();
    assertThat(report.isPassed()).isTrue();
    assertThat(report.partsVerified()).isEqualTo(3);
    assertThat(report.rows()).isEqualTo(90);
    assertThat(dialect.calls()).isEmpty();
    assertThat(recorder.effects()).isEmpty();
    assertThat(results().snapshot()).isEqualTo(before);
    javax.sql.DataSource down = new org.postgresql.ds.PGSimpleDataSource();
    Rivet withoutSource =
        env.built(
            Rivet.builder()
                .source(down)
                .dialect(Dialects.postgres())
                .stateStore(env.store())
                .sink(LocalSink.create()));
    assertThat(withoutSource.validate(chunked()).execute().isPassed()).isTrue();
  }

  /** VD3: a validation while an export writes there does not cry wolf. */
  @Test
  void vd3_concurrentRunNotReportedCorrupt() {
    rivet().run(chunked());
    for (String at : List.of("manifest.json", "_SUCCESS")) {
      FaultPlan during =
          FaultPlan.runBefore(
                  1,
                  () -> {
                    ValidationReport report = validate(ValidationDepth.FULL);
                    assertThat(report.isRunning()).as(at).isTrue();
                    assertThat(report.failures()).as(at).isEmpty();
                  })
              .only(
                  e ->
                      e.operation().matches("Sink.put|ConditionalSink.replace")
                          && e.target().equals(at));
      env.faulty(during).run(chunked());
      assertThat(during.hasFired()).isTrue();
      assertThat(validate(ValidationDepth.FULL).isRunning()).isFalse();
    }
  }

  /** VD3: before the first manifest. */
  @Test
  void vd3_firstRun() {
    assertThatThrownBy(
            () ->
                env.faulty(
                        FaultPlan.crashBefore(1).only(e -> e.operation().equals("StateStore.seal")))
                    .run(chunked()))
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    ValidationReport report = validate(ValidationDepth.FULL);
    assertThat(report.isRunning()).isTrue();
    assertThat(report.failures()).isEmpty();
  }

  /** TF1: apply().validate() gives the verdict in the result and fails the call, not the commit. */
  @Test
  void tf1_validateAfterApply() {
    ApplyResult checked = rivet().apply(rivet().plan(chunked())).validate().execute();
    assertThat(checked.validationPassed()).isTrue();
    assertThat(rivet().apply(rivet().plan(chunked())).execute().validationPassed()).isNull();
    FaultPlan sabotage =
        FaultPlan.runAfter(
                1,
                () -> {
                  try {
                    Files.delete(part(1));
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                })
            .only(e -> e.operation().equals("StateStore.commit"));
    Rivet rivet = env.faulty(sabotage);
    var e =
        failure(
            ErrorCode.VALIDATION_FAILED,
            () -> rivet.apply(rivet.plan(chunked())).validate().execute());
    assertThat(e.problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.VERIFY_PART_MISSING);
  }

  /** TF2: what cannot be checked is said. */
  @Test
  void tf2_aSinkThatCannotBeReadIsNotPassedSilently() {
    Export csv = items().as(Csv.rfc4180()).extract(Chunked.by("id").count(3)).build();
    Rivet rivet = env.withSink(new WriteOnlySink());
    rivet.run(csv);
    assertThat(rivet.validate(csv).execute().isPassed()).isFalse();
    var report = rivet.reconcile(csv).depth(dev.rivet.run.Depth.PARTS).execute();
    assertThat(report.notRun()).isNotEmpty();
    assertThat(report.isClean()).isFalse();
    assertThat(report.toString()).contains("not run");
    assertThat(rivet.progression("items").orElseThrow().isVerified()).isFalse();
  }

  /** The local sink without its mix-ins. */
  private static class WriteOnlySink implements Sink {
    final LocalSink local = LocalSink.create();

    @Override
    public String scheme() {
      return local.scheme();
    }

    @Override
    public SinkCapabilities capabilities() {
      return local.capabilities();
    }

    @Override
    public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
      return local.put(key, finished, checksums);
    }

    @Override
    public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
      return local.put(key, content, mode);
    }

    @Override
    public SinkFailure classify(IOException failure) {
      return local.classify(failure);
    }
  }

  /** A store that refuses to read some objects back, or to list. */
  private static final class UnreadableSink extends WriteOnlySink implements ReadableSink {
    private final Predicate<String> broken;
    private final boolean isListBroken;

    UnreadableSink(Predicate<String> broken, boolean isListBroken) {
      this.broken = broken;
      this.isListBroken = isListBroken;
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) throws IOException {
      return local.head(key);
    }

    @Override
    public InputStream open(ObjectKey key, long offset) throws IOException {
      if (broken.test(key.name())) {
        throw new java.nio.file.AccessDeniedException(key.name());
      }
      return local.open(key, offset);
    }

    @Override
    public List<StoredObject> list(Location prefix) throws IOException {
      if (isListBroken) {
        throw new java.nio.file.AccessDeniedException(prefix.toString());
      }
      return local.list(prefix);
    }
  }
}
