package dev.rivet.internal.parquet;

import java.io.IOException;
import org.apache.parquet.format.CompressionCodec;

/**
 * What the columns of one writer share.
 *
 * @param codec codec of the file
 * @param pipeline where pages are compressed
 * @param segments memory of finished pages
 * @param rawPage scratch for the page being encoded
 */
record WriterContext(
    CompressionCodec codec, PagePipeline pipeline, SegmentPool segments, RawPage rawPage) {

  int compressedSize(RawPage raw) throws IOException {
    return codec == CompressionCodec.UNCOMPRESSED ? raw.size() : pipeline.trial(raw);
  }
}
