package dev.rivet.internal.slicing;

import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.extract.Incremental;
import dev.rivet.extract.Keyset;
import dev.rivet.extract.TimeWindow;
import java.sql.SQLException;

/** One mode: turns an extraction and catalog facts into slices. Reads boundaries at most, never rows. */
public interface Slicer {

  /** Cuts. */
  Slicing slice(SlicingInput input) throws SQLException;

  /** The slicer of a mode; the only place that tells modes apart. */
  static Slicer of(Extraction extraction) {
    if (extraction instanceof Chunked chunked) {
      return new ChunkedSlicer(chunked);
    }
    if (extraction instanceof Incremental incremental) {
      return new IncrementalSlicer(incremental);
    }
    if (extraction instanceof Keyset keyset) {
      return new KeysetSlicer(keyset);
    }
    if (extraction instanceof TimeWindow window) {
      return new TimeWindowSlicer(window);
    }
    if (extraction instanceof Full) {
      return new FullSlicer();
    }
    throw new AssertionError("no slicer for " + extraction);
  }
}
