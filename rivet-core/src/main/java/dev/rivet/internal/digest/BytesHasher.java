package dev.rivet.internal.digest;

import dev.rivet.internal.batch.LittleEndian;
import dev.rivet.internal.batch.VariableRange;
import org.apache.arrow.vector.FieldVector;

/** Cells of any number of bytes: text, JSON and binary. */
final class BytesHasher extends CellHasher {
  private final VariableRange values = new VariableRange();

  BytesHasher(Key key) {
    super(key);
  }

  @Override
  void hashValues(FieldVector vector, int from, int rows, long[] a, long[] b) {
    values.load(vector, from, rows);
    byte[] bytes = values.bytes();
    for (int i = 0; i < rows; i++) {
      int at = values.start(i);
      int length = values.length(i);
      long laneA = key.a() ^ length * Mix.LENGTH;
      long laneB = key.b() ^ length * Mix.LENGTH;
      int end = at + length;
      for (; end - at > 16; at += 16) {
        long first = LittleEndian.i64(bytes, at);
        long second = LittleEndian.i64(bytes, at + 8);
        laneA = Mix.fold(first ^ laneA, second ^ Mix.FOLD_A);
        laneB = Mix.fold(first ^ Mix.FOLD_B, second ^ laneB);
      }
      long first = first(bytes, end - length, end);
      long second = second(bytes, end - length, end);
      a[i] = Mix.a(Mix.a(laneA ^ first) ^ second);
      b[i] = Mix.b(Mix.b(laneB ^ first) ^ second);
    }
  }

  private static long first(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length >= 8) {
      return LittleEndian.i64(bytes, length > 16 ? end - 16 : start);
    }
    if (length >= 4) {
      return LittleEndian.i32(bytes, start) & 0xffff_ffffL;
    }
    if (length == 0) {
      return 0;
    }
    return bytes[start] & 0xff
        | (bytes[start + (length >> 1)] & 0xff) << 8
        | (bytes[end - 1] & 0xff) << 16;
  }

  private static long second(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length >= 8) {
      return LittleEndian.i64(bytes, end - 8);
    }
    return length >= 4 ? LittleEndian.i32(bytes, end - 4) & 0xffff_ffffL : 0;
  }
}
