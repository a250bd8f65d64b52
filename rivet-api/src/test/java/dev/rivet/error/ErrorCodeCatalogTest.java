package dev.rivet.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** OC1, OC2: codes and types say what a failure is; texts may change. */
class ErrorCodeCatalogTest {

  /** Codes of released versions. A name may be added here, never changed or taken away. */
  private static final List<String> PROMISED =
      List.of(
          "EXPORT_INVALID FIX_INPUT",
          "EXPORT_DUPLICATE FIX_INPUT",
          "RELATION_NOT_FOUND FIX_INPUT",
          "COLUMN_NOT_FOUND FIX_INPUT",
          "TYPE_UNSUPPORTED FIX_INPUT",
          "CHUNK_COLUMN_NOT_INTEGER FIX_INPUT",
          "CHUNK_KEY_SPARSE FIX_INPUT",
          "PLAN_EDITED FIX_INPUT",
          "PLAN_STALE FIX_INPUT",
          "PLAN_FOREIGN FIX_INPUT",
          "PLAN_ALREADY_APPLIED FIX_INPUT",
          "RUN_IN_PROGRESS RETRY",
          "LEASE_LOST RETRY",
          "CANCELLED RETRY",
          "SLICES_FAILED INVESTIGATE",
          "OUTCOME_UNKNOWN INVESTIGATE",
          "SOURCE_UNREACHABLE RETRY",
          "SOURCE_AUTHENTICATION FIX_INPUT",
          "SOURCE_STATEMENT_TIMEOUT FIX_INPUT",
          "SOURCE_LOCK_TIMEOUT RETRY",
          "VALUE_NOT_REPRESENTABLE FIX_INPUT",
          "VALUE_TOO_LARGE FIX_INPUT",
          "SINK_PERMISSION FIX_INPUT",
          "SINK_FULL FIX_INPUT",
          "SINK_FAILED RETRY",
          "STATE_FAILED RETRY",
          "STATE_TOO_NEW FIX_INPUT",
          "SCHEMA_DRIFT INVESTIGATE",
          "QUALITY_FAILED INVESTIGATE",
          "RECONCILE_MISMATCH INVESTIGATE",
          "REPAIR_REPORT_REFUSED FIX_INPUT",
          "VALIDATION_FAILED INVESTIGATE",
          "VERIFY_PART_MISSING INVESTIGATE",
          "VERIFY_SUCCESS_STALE INVESTIGATE");

  @Test
  void promisedCodesKeepNameAndRecovery() {
    assertThat(Arrays.stream(ErrorCode.values()).map(c -> c + " " + c.recovery()))
        .containsAll(PROMISED);
  }

  @Test
  void typeCodeAndRecoveryDoNotDependOnTheText() {
    for (String text : List.of("one wording", "another one")) {
      DataIntegrityException e =
          new DataIntegrityException(
              ErrorCode.QUALITY_FAILED, text, List.of(), Map.of("export", "orders"), null);
      assertThat(e.code()).isEqualTo(ErrorCode.QUALITY_FAILED);
      assertThat(e.recovery()).isEqualTo(Recovery.INVESTIGATE);
      assertThat(e).hasMessage("QUALITY_FAILED  export 'orders': " + text);
    }
  }

  @Test
  void problemsAreListedLineByLine() {
    InvalidExportException e =
        new InvalidExportException(
            ErrorCode.EXPORT_INVALID,
            "the definition has 2 problems",
            List.of(
                new Problem(ErrorCode.COLUMN_NOT_FOUND, "column", "first"),
                new Problem(ErrorCode.TYPE_UNSUPPORTED, "column", "second")),
            Map.of(),
            null);
    assertThat(e.getMessage().lines()).hasSize(3);
    assertThat(e.getMessage()).contains("COLUMN_NOT_FOUND", "first", "TYPE_UNSUPPORTED", "second");
  }
}
