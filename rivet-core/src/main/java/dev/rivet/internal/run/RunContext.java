package dev.rivet.internal.run;

import dev.rivet.format.Format;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.quality.RunQuality;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.write.PartEncoderFactory;
import dev.rivet.plan.Plan;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.RunStart;
import dev.rivet.unit.Location;

/**
 * One run while it is at work: an export or a repair.
 *
 * @param resources what operations share
 * @param plan the plan
 * @param start the run as recorded
 * @param sink destination
 * @param prefix destination with placeholders filled
 * @param encoders makes part encoders
 * @param lease right to work on the export
 * @param control stops it
 * @param events tells what happens
 * @param tally figures of this call
 * @param quality quality rules
 */
public record RunContext(
    Resources resources,
    Plan plan,
    RunStart start,
    Sink sink,
    Location prefix,
    PartEncoderFactory encoders,
    LeaseKeeper lease,
    RunControl control,
    Events events,
    Tally tally,
    RunQuality quality) {

  /** The run's id. */
  public String runId() {
    return start.runId();
  }

  /** For failures. */
  public Context context() {
    return Context.export(plan.exportName()).run(runId());
  }

  /** The file format. */
  public Format format() {
    return plan.export().format();
  }

  /** Claims per slice before the run gives up. */
  public int maxAttempts() {
    int chosen = plan.export().extraction().maxAttempts();
    return chosen > 0 ? chosen : plan.export().tuning().maxRetries() + 1;
  }
}
