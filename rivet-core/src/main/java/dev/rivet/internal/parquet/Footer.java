package dev.rivet.internal.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** Collects what goes behind the row groups: page indexes and the file's metadata. */
final class Footer {
  /**
   * A constant, in the form parquet-java can parse: the same rows give the same bytes, whatever
   * version or machine wrote them.
   */
  static final String CREATED_BY = "rivet-java version 1.0.0 (build rivet)";

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final FileSchema schema;
  private final List<KeyValue> keyValues;
  private final int version;
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final List<Indexed> indexed = new ArrayList<>();
  private long indexBytes;

  /** A chunk and its serialised page indexes. */
  private static final class Indexed {
    final ColumnChunk chunk;
    final byte @Nullable [] columnIndex;
    final byte[] offsetIndex;

    Indexed(ColumnChunk chunk, byte @Nullable [] columnIndex, byte[] offsetIndex) {
      this.chunk = chunk;
      this.columnIndex = columnIndex;
      this.offsetIndex = offsetIndex;
    }
  }

  Footer(FileSchema schema, List<KeyValue> keyValues, int version) {
    this.schema = schema;
    this.keyValues = keyValues;
    this.version = version;
  }

  void add(ColumnChunk chunk, PageIndexes indexes, long dataOffset) throws IOException {
    byte[] columnIndex = indexes.columnIndex();
    byte[] offsetIndex = indexes.offsetIndex(dataOffset);
    indexed.add(new Indexed(chunk, columnIndex, offsetIndex));
    indexBytes += (columnIndex == null ? 0 : columnIndex.length) + offsetIndex.length;
  }

  void add(List<ColumnChunk> chunks, int rows) {
    long raw = 0;
    long compressed = 0;
    for (ColumnChunk chunk : chunks) {
      raw += chunk.getMeta_data().getTotal_uncompressed_size();
      compressed += chunk.getMeta_data().getTotal_compressed_size();
    }
    RowGroup group =
        new RowGroup(chunks, raw, rows)
            .setFile_offset(chunks.isEmpty() ? MAGIC.length : chunks.get(0).getFile_offset())
            .setTotal_compressed_size(compressed);
    if (rowGroups.size() <= Short.MAX_VALUE) {
      group.setOrdinal((short) rowGroups.size());
    }
    rowGroups.add(group);
  }

  /** What every file starts with. */
  static void begin(Output out) throws IOException {
    out.write(MAGIC);
  }

  /** Bytes of the indexes collected so far. */
  long indexBytes() {
    return indexBytes;
  }

  int rowGroups() {
    return rowGroups.size();
  }

  void write(Output out, long rows) throws IOException {
    for (Indexed entry : indexed) {
      if (entry.columnIndex != null) {
        entry.chunk.setColumn_index_offset(out.position());
        entry.chunk.setColumn_index_length(entry.columnIndex.length);
        out.write(entry.columnIndex);
      }
    }
    for (Indexed entry : indexed) {
      entry.chunk.setOffset_index_offset(out.position());
      entry.chunk.setOffset_index_length(entry.offsetIndex.length);
      out.write(entry.offsetIndex);
    }
    Bytes footer = new Bytes(64 << 10);
    Util.writeFileMetaData(metaData(rows), footer);
    footer.putInt(footer.size);
    footer.write(MAGIC, 0, MAGIC.length);
    out.write(footer.array, 0, footer.size);
    out.flush();
  }

  private FileMetaData metaData(long rows) {
    List<ColumnOrder> orders = new ArrayList<>(schema.leaves().size());
    for (int i = 0; i < schema.leaves().size(); i++) {
      orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
    }
    return new FileMetaData(version, schema.elements(), rows, rowGroups)
        .setKey_value_metadata(keyValues)
        .setCreated_by(CREATED_BY)
        .setColumn_orders(orders);
  }

  /** Bytes of a footer without row groups. */
  int emptySize() throws IOException {
    Bytes bytes = new Bytes(16 << 10);
    Util.writeFileMetaData(metaData(0), bytes);
    return bytes.size + Integer.BYTES + MAGIC.length;
  }
}
