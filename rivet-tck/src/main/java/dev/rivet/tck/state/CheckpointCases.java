package dev.rivet.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.RunState;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** CP1, CP2, CP6, CP9, I6. */
abstract class CheckpointCases extends Cases {
  CheckpointCases(StateStoreContract contract) {
    super(contract);
  }

  @Test
  void rowsExistBeforeFirstQuery() throws Exception {
    RunStart start =
        new RunStart(
            "r1",
            RunStart.REPAIR,
            "r0",
            "plan-ü",
            "{\"sql\":\"SELECT 'a\\\\b'\\n\\u0000 — 字 🦀\"}",
            "xxh3:0123456789abcdef",
            "cluster/db",
            "chunked",
            "s3://bucket/x y/{date}/",
            true,
            Instant.parse("2024-10-27T00:59:59.999999Z"));
    List<Slice> slices =
        List.of(
            new Slice(0, new SliceBounds.Range("Id \"x\"", Long.MIN_VALUE, -1)),
            new Slice(1, new SliceBounds.Range("id", 0, Long.MAX_VALUE)),
            new Slice(2, new SliceBounds.NullKey("id")),
            new Slice(3, new SliceBounds.Outside("id", -5, 5)),
            new Slice(4, new SliceBounds.Whole()),
            new Slice(
                5,
                new SliceBounds.Interval(
                    List.of(KeyTerm.of("a:1"), new KeyTerm(List.of("b", "\"c"))),
                    null,
                    KeyBound.including(List.of("", "4:x 'ż\\\0")))),
            new Slice(
                6,
                new SliceBounds.Interval(
                    List.of(KeyTerm.of("k")),
                    KeyBound.excluding(List.of("none")),
                    KeyBound.excluding(List.of("1:")))),
            new Slice(7, SliceBounds.Interval.above(List.of(KeyTerm.of("k")), null)),
            new Slice(8, new SliceBounds.Nulls(new KeyTerm(List.of("x", "y")))));

    store.startRun(lease, start, slices);

    RunRecord stored = another().run("r1").orElseThrow();
    assertThat(stored.start()).isEqualTo(start);
    assertThat(stored.key()).isEqualTo(KEY);
    assertThat(stored.state()).isEqualTo(RunState.WRITING);
    assertThat(stored.updatedAt()).isEqualTo(clock.instant());
    assertThat(stored.manifest()).isEmpty();
    assertThat(stored.commit()).isEmpty();
    List<SliceRecord> records = another().slices("r1");
    assertThat(records).extracting(SliceRecord::slice).isEqualTo(slices);
    assertThat(records)
        .allSatisfy(
            slice ->
                assertThat(slice)
                    .isEqualTo(
                        new SliceRecord(
                            "r1",
                            slice.slice(),
                            SliceStatus.PENDING,
                            0,
                            false,
                            null,
                            null,
                            clock.instant())));
  }

  @Test
  void tenThousandSlices() throws Exception {
    store.startRun(lease, run("r1"), slices(10_000));
    assertThat(store.slices("r1"))
        .extracting(slice -> slice.slice().index())
        .containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void secondConcurrentRunRefused() throws Exception {
    store.startRun(lease, checkpointed("r1"), slices(1));
    assertIllegal(() -> store.startRun(lease, checkpointed("r2"), slices(1)));
    assertThat(store.run("r2")).isEmpty();
    assertThat(store.slices("r2")).isEmpty();

    // While sealing it is still the one to finish.
    complete(claim("r1"));
    store.seal(lease, "r1", seal("r1", NOTHING));
    assertIllegal(() -> store.startRun(lease, checkpointed("r2"), slices(1)));

    // Neither repairs, nor runs that cannot be resumed, nor other exports are in its way.
    store.startRun(lease, repair("p1", "r1"), slices(1));
    store.startRun(lease, repair("p2", "r1"), slices(1));
    store.startRun(lease, run("u1"), slices(1));
    Lease other = acquire(new ExportKey("other", "orders"), "owner-1");
    store.startRun(other, checkpointed("o1"), slices(1));
  }

  @Test
  void nextRunStartsOnceTheFirstIsFinished() throws Exception {
    store.startRun(lease, checkpointed("r1"), slices(1));
    store.abandon(lease, "r1", "gave up");
    committed(checkpointed("r2"), NOTHING);
    store.startRun(lease, checkpointed("r3"), slices(1));
    assertThat(store.unfinishedRuns(KEY)).extracting(RunRecord::runId).containsExactly("r3");
  }

  @Test
  void runIdIsUsedOnce() throws Exception {
    store.startRun(lease, run("r1"), slices(1));
    assertIllegal(() -> store.startRun(lease, run("r1"), slices(2)));
    assertThat(store.slices("r1")).hasSize(1);
  }

  @Test
  void partialFailureKeepsRunInProgress() throws Exception {
    store.startRun(lease, checkpointed("r1"), slices(2));
    complete(claim("r1"));
    store.failSlice(lease, claim("r1"), "broken", true);
    assertIllegal(() -> store.seal(lease, "r1", seal("r1", NOTHING)));

    assertThat(another().unfinishedRuns(KEY))
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.state()).isEqualTo(RunState.WRITING);
              assertThat(run.start().prefix()).isEqualTo("exports/2024-03-31/");
            });
    assertThat(store.parts("r1")).hasSize(1);
  }

  @Test
  void finalizeWithPendingTaskThrows() throws Exception {
    store.startRun(lease, run("r1"), slices(2));
    SliceClaim first = claim("r1");
    assertIllegal(() -> store.seal(lease, "r1", seal("r1", NOTHING)));
    complete(first);
    assertIllegal(() -> store.seal(lease, "r1", seal("r1", NOTHING)));
    SliceClaim second = claim("r1");
    assertIllegal(() -> store.seal(lease, "r1", seal("r1", NOTHING)));
    complete(second);
    store.seal(lease, "r1", seal("r1", NOTHING));
    assertThat(store.run("r1").orElseThrow().state()).isEqualTo(RunState.SEALING);
  }
}
