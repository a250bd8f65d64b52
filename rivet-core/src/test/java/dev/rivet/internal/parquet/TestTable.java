package dev.rivet.internal.parquet;

import dev.rivet.format.Parquet;
import dev.rivet.internal.write.PartEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows to write, and what readers must find. */
record TestTable(List<TestColumn> columns, List<Object[]> rows) {

  /** How rows are handed to the encoder. */
  record Cuts(int batchRows, int writeRows) {
    static final Cuts DEFAULT = new Cuts(10_000, 10_000);
  }

  List<String> canonical(int column) {
    List<String> values = new ArrayList<>();
    for (Object[] row : rows) {
      values.add(TestValues.canonical(columns.get(column).type(), row[column]));
    }
    return values;
  }

  Path write(Path file, Parquet options) throws IOException {
    return write(file, options, Cuts.DEFAULT, null);
  }

  Path write(Path file, Parquet options, Cuts cuts, @Nullable Executor helper) throws IOException {
    ParquetEncoderFactory factory =
        new ParquetEncoderFactory(TestColumn.schema(columns), options, Map.of(), helper);
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        PartEncoder encoder = factory.open(channel)) {
      feed(encoder, cuts);
      encoder.finish();
    }
    return file;
  }

  void feed(PartEncoder encoder, Cuts cuts) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(TestColumn.schema(columns), allocator)) {
      for (int start = 0; start < rows.size(); start += cuts.batchRows) {
        int n = Math.min(cuts.batchRows, rows.size() - start);
        fill(root, start, n);
        for (int at = 0; at < n; at += cuts.writeRows) {
          encoder.write(root, at, Math.min(cuts.writeRows, n - at));
        }
      }
    }
  }

  private void fill(VectorSchemaRoot root, int start, int n) {
    root.clear();
    root.allocateNew();
    for (int c = 0; c < columns.size(); c++) {
      FieldVector vector = root.getVector(c);
      for (int i = 0; i < n; i++) {
        TestValues.set(vector, columns.get(c).type(), i, rows.get(start + i)[c]);
      }
    }
    root.setRowCount(n);
  }
}
