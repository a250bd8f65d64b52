package dev.rivet.internal.encode;

import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.internal.csv.CsvEncoderFactory;
import dev.rivet.internal.parquet.ParquetEncoderFactory;
import dev.rivet.internal.write.PartEncoderFactory;
import dev.rivet.plan.Plan;
import dev.rivet.spi.dialect.ArrowSchema;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Makes the encoder factory of a plan's format; the only place that tells formats apart. */
public final class Encoders {
  private Encoders() {}

  /**
   * For one run.
   *
   * @param helpers where compression may run beside encoding
   */
  public static PartEncoderFactory of(Plan plan, Executor helpers) {
    Format format = plan.export().format();
    Schema schema = ArrowSchema.of(plan.outputColumns());
    if (format instanceof Csv csv) {
      return new CsvEncoderFactory(schema, csv);
    }
    if (format instanceof Parquet parquet) {
      return new ParquetEncoderFactory(schema, parquet, Map.of(), helper(plan, helpers));
    }
    throw new AssertionError("no encoder for " + format);
  }

  /**
   * Slices that run in parallel keep the cores busy themselves. A size limit is kept by looking at compressed sizes while rows
   * come in; with a helper those would depend on timing, and so would the cuts between parts.
   */
  private static @Nullable Executor helper(Plan plan, Executor helpers) {
    boolean isSingle =
        plan.export().extraction().parallel() == 1
            && plan.export().format().maxFileSizeLimit().isEmpty();
    return isSingle && Runtime.getRuntime().availableProcessors() > 1 ? helpers : null;
  }
}
