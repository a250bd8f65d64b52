package dev.rivet.bench.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.xerial.snappy.Snappy;

/**
 * The uncompressed pages of a file, taken apart again: what a codec alone has to do for that file. Pages of chunks that the
 * writer left uncompressed are kept apart, since a writer that stores them owes the codec nothing.
 *
 * @param compressed raw bytes of pages that are compressed in the file, in direct buffers
 * @param stored pages that are not
 */
record RawPages(List<ByteBuffer> compressed, List<ByteBuffer> stored) {

  /** Reads a file written with zstd, snappy or no codec. */
  static RawPages of(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int footerSize = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    FileMetaData footer =
        Util.readFileMetaData(
            new ByteArrayInputStream(bytes, bytes.length - 8 - footerSize, footerSize));
    RawPages pages = new RawPages(new ArrayList<>(), new ArrayList<>());
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        pages.add(chunk, bytes);
      }
    }
    return pages;
  }

  private void add(ColumnChunk chunk, byte[] file) throws IOException {
    int at = Math.toIntExact(chunk.getFile_offset());
    int end = Math.toIntExact(at + chunk.getMeta_data().getTotal_compressed_size());
    CompressionCodec codec = chunk.getMeta_data().getCodec();
    while (at < end) {
      ByteArrayInputStream in = new ByteArrayInputStream(file, at, end - at);
      PageHeader header = Util.readPageHeader(in);
      int body = end - in.available();
      int size = header.getCompressed_page_size();
      byte[] page = Arrays.copyOfRange(file, body, body + size);
      switch (codec) {
        case UNCOMPRESSED -> stored.add(direct(page));
        case SNAPPY -> compressed.add(direct(Snappy.uncompress(page)));
        case ZSTD ->
            compressed.add(direct(Zstd.decompress(page, header.getUncompressed_page_size())));
        default -> throw new IllegalArgumentException(codec.toString());
      }
      at = body + size;
    }
  }

  private static ByteBuffer direct(byte[] page) {
    return ByteBuffer.allocateDirect(page.length).put(page).flip();
  }
}
