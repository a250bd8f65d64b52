package dev.rivet.internal.run;

import dev.rivet.EmptyResult;
import dev.rivet.MetaColumns;
import dev.rivet.internal.commit.PartStream;
import dev.rivet.internal.commit.SliceDetails;
import dev.rivet.internal.digest.BatchDigest;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.internal.quality.StatisticsCollector;
import dev.rivet.run.RunEvent;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Exports one claimed slice: read, digest, encode, make durable. Knows no mode. */
final class SliceExporter {
  private static final long PROGRESS_NANOS = 100_000_000;

  private final RunContext run;
  private final Watch watch;
  private final @Nullable Integer epoch;

  /** What an attempt brought, not yet recorded. */
  record Exported(
      SliceOutcome outcome,
      List<PartRecord> parts,
      SliceDetails details,
      StatisticsCollector statistics) {}

  SliceExporter(RunContext run, Watch watch, @Nullable Integer epoch) {
    this.run = run;
    this.watch = watch;
    this.epoch = epoch;
  }

  Exported export(SliceClaim claim, SourceRelation relation) throws SQLException, IOException {
    try (BufferAllocator memory =
            run.resources()
                .memory()
                .newChildAllocator("slice-" + claim.slice().index(), 0, Long.MAX_VALUE);
        BatchReader reader =
            relation.read(
                claim.slice().bounds(), SourceReads.options(run.plan().export()), memory)) {
      try (PartStream parts = parts(claim);
          OutputBatch output = new OutputBatch(meta(), run.start().startedAt(), memory)) {
        return drain(claim, reader, parts, output);
      } finally {
        run.tally().add(reader.statistics());
      }
    }
  }

  private MetaColumns meta() {
    return run.plan().export().metaColumns();
  }

  private PartStream parts(SliceClaim claim) {
    return new PartStream(
        run.sink(),
        run.prefix(),
        run.resources().staging(),
        run.encoders(),
        run.format().extension(),
        run.format().maxFileSizeLimit().map(DataSize::bytes).orElse(Long.MAX_VALUE),
        claim,
        part ->
            run.events()
                .tell(
                    new RunEvent.PartWritten(
                        run.events().now(),
                        part.sliceIndex(),
                        part.name(),
                        part.rows(),
                        part.size())));
  }

  private Exported drain(SliceClaim claim, BatchReader reader, PartStream parts, OutputBatch output)
      throws SQLException, IOException {
    VectorSchemaRoot batch = reader.root();
    BatchDigest digest = new BatchDigest(batch.getSchema());
    if (meta().isRowHash()) {
      digest = digest.keepingRowHashes();
    }
    StatisticsCollector statistics = run.quality().newCollector(batch.getSchema());
    long toldRows = 0;
    long toldBytes = 0;
    long toldAt = System.nanoTime();
    long startedAt = toldAt;
    long bytesBefore = 0;
    while (reader.next()) {
      run.control().check();
      int rows = batch.getRowCount();
      digest.add(batch, 0, rows);
      statistics.add(batch, 0, rows);
      parts.write(output.of(batch, digest.rowHashes()));
      long bytes = reader.statistics().bytes();
      watch.afterBatch(rows, bytes - bytesBefore, startedAt);
      bytesBefore = bytes;
      if (System.nanoTime() - toldAt > PROGRESS_NANOS) {
        toldAt = System.nanoTime();
        var now = reader.statistics();
        run.events()
            .tell(
                new RunEvent.Progress(
                    run.events().now(), now.rows() - toldRows, now.bytes() - toldBytes));
        toldRows = now.rows();
        toldBytes = now.bytes();
      }
    }
    run.control().check();
    List<PartRecord> written = parts.finish(isEmptyPartWanted(claim));
    var total = reader.statistics();
    run.events()
        .tell(
            new RunEvent.Progress(
                run.events().now(), total.rows() - toldRows, total.bytes() - toldBytes));
    SliceDetails details = new SliceDetails(statistics.statistics(), total.policyChanges(), epoch);
    SliceOutcome outcome =
        new SliceOutcome(
            digest.result().rows(), digest.result().toString(), RivetJson.canonical(details));
    return new Exported(outcome, written, details, statistics);
  }

  private boolean isEmptyPartWanted(SliceClaim claim) {
    return run.plan().export().emptyResult() == EmptyResult.EMPTY_FILE
        && claim.slice().index() == 0;
  }
}
