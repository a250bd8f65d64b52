package dev.rivet.internal.parquet;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of an Arrow batch. Only {@code ArrowBuf}'s copies to byte arrays and its primitive
 * getters are used: direct ByteBuffers over Arrow memory would need {@code --add-opens}.
 */
final class ArrowColumn implements ColumnSlice {
  private final FieldVector vector;
  private final ArrowBuf validity;
  private final @Nullable ArrowBuf offsets;
  private final @Nullable ArrowBuf data;

  ArrowColumn(FieldVector vector) {
    this.vector = vector;
    this.validity = vector.getValidityBuffer();
    boolean list = vector instanceof ListVector;
    boolean variable = list || vector instanceof BaseVariableWidthVector;
    this.offsets = variable ? vector.getOffsetBuffer() : null;
    this.data = list || vector instanceof StructVector ? null : vector.getDataBuffer();
  }

  @Override
  public int validity(int from, int count, byte[] bits) {
    copyBits(validity, from, count, bits);
    return Bits.count(bits, count);
  }

  @Override
  public void booleans(int from, int count, byte[] bits) {
    copyBits(data(), from, count, bits);
  }

  private static void copyBits(ArrowBuf source, int from, int count, byte[] bits) {
    int shift = from & 7;
    source.getBytes(from >>> 3, bits, 0, (shift + count + 7) >>> 3);
    Bits.shiftDown(bits, shift, count);
    Bits.clearTail(bits, count);
  }

  @Override
  public void values(int from, int count, byte[] dst, int dstOffset) {
    int width = requireFixedWidth();
    data().getBytes((long) from * width, dst, dstOffset, count * width);
  }

  private int requireFixedWidth() {
    return ((org.apache.arrow.vector.BaseFixedWidthVector) vector).getTypeWidth();
  }

  @Override
  public int offset(int row) {
    return offsets().getInt((long) row * Integer.BYTES);
  }

  @Override
  public void offsets(int from, int count, byte[] dst) {
    offsets().getBytes((long) from * Integer.BYTES, dst, 0, (count + 1) * Integer.BYTES);
  }

  @Override
  public void data(int start, int length, byte[] dst, int dstOffset) {
    data().getBytes(start, dst, dstOffset, length);
  }

  @Override
  public ColumnSlice child(int ordinal) {
    FieldVector inner = ((ListVector) vector).getDataVector();
    if (inner instanceof StructVector entries) {
      return new ArrowColumn((FieldVector) entries.getChildByOrdinal(ordinal));
    }
    return new ArrowColumn(inner);
  }

  private ArrowBuf offsets() {
    return requireNonNull(offsets, "offsets");
  }

  private ArrowBuf data() {
    return requireNonNull(data, "data");
  }
}
