package dev.rivet.format;

import dev.rivet.unit.DataSize;
import java.util.Optional;

/** How parts are encoded. A closed family. */
public sealed interface Format permits Parquet, Csv {
  /** Name in plans and manifests: {@code parquet} or {@code csv}. */
  String name();

  /** The codec in force. */
  Compression compression();

  /** File name suffix without leading dot, for example {@code csv.gz}. */
  String extension();

  /** A part is closed when it reaches this size; empty for one part per slice. */
  Optional<DataSize> maxFileSizeLimit();
}
