package dev.rivet.internal.digest;

import dev.rivet.internal.batch.Blocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Digest of the rows of one slice, taken from the batches as they pass. One thread at a time.
 *
 * <h2>rivet-digest-1</h2>
 *
 * All arithmetic is on unsigned 64-bit words and wraps; {@code >>>} shifts zeros in. A hash is a pair of words, lane a and lane
 * b, and stands for the 128-bit number {@code a · 2^64 + b}. {@code A} and {@code B} are the bijections {@link Mix#a} and
 * {@link Mix#b}, {@code fold} is {@link Mix#fold}, names in capitals are constants there.
 *
 * <p><b>Keys.</b> The column at position p, counted from 0, has the key {@code (A(s), B(s))} with {@code s = (p + 1) · GOLDEN}.
 * What is inside a value with the key {@code (ka, kb)} has the key {@code (A(ka + r), B(kb + r))}, where r is 1 for list elements,
 * 2 for map keys and 3 for map values.
 *
 * <p><b>Cells</b> with the key (ka, kb):
 *
 * <ul>
 *   <li>NULL: {@code (A(ka + NULL_A), B(kb + NULL_B))}.
 *   <li>Values of fixed width are one or more words w: start with (ka, kb), then per word {@code (A(a ^ w), B(b ^ w))}. One word:
 *       bool as 0 or 1; int16, int32 and date (days) with sign extended; int64, uint64; time and timestamp as their count of
 *       micro- or nanoseconds; float64 as its IEEE bits, float32 as its IEEE bits with zeros before, −0.0 as it is, every NaN as
 *       0x7ff8000000000000 or 0x7fc00000. Two words: uuid, as 16 bytes. Two or four words, the least significant first: decimal up
 *       to 38 digits or more, the unscaled value in two's complement. Words are read from bytes little-endian.
 *   <li>Text, JSON and binary of n bytes: start with {@code (ka ^ n · LENGTH, kb ^ n · LENGTH)}. While more than 16 bytes are left,
 *       take two words f, s off the front: {@code (fold(f ^ a, s ^ FOLD_A), fold(f ^ FOLD_B, s ^ b))}. Then two words f, s: if n
 *       is 16 or more, the last 16 bytes of the value; from 8, its first and its last 8 bytes; from 4, its first and its last 4
 *       bytes; from 1, {@code x[0] + 2^8 · x[n / 2] + 2^16 · x[n − 1]} and 0; otherwise 0 and 0. The hash is {@code (A(A(a ^ f) ^
 *       s), B(B(b ^ f) ^ s))}.
 *   <li>Lists of n elements: start with {@code (ka ^ n · LENGTH, kb ^ n · LENGTH)}, then per element with the hash (ea, eb) {@code
 *       (A(a ^ ea), B(b ^ eb))}, at last {@code (A(a + LIST_A), B(b + LIST_B))}. Maps of n entries the same way, with the hash of
 *       the key and then of the value per entry, in stored order.
 * </ul>
 *
 * <p><b>Rows.</b> Of c columns: a and b are the sums of the cells' lanes and of {@code (A(c), B(c))}; then {@code b ^= A(a)},
 * {@code a ^= B(b)}, {@code b ^= A(a + GOLDEN)}.
 *
 * <p><b>Sums.</b> The digest of a set of rows is the sum of the rows modulo 2^128; the checksum of a column is the sum of its
 * cells modulo 2^128 (VC1). Sums and not XOR, so that a row that comes twice is noticed; so they are the same in any order and
 * for any batches, and those of parts add up to that of the whole.
 */
public final class BatchDigest {
  private static final int BLOCK_ROWS = 1_024;

  private final CellHasher[] hashers;
  private final Sum128[] columns;
  private final Sum128 total = new Sum128();
  private final long[] cellA = new long[BLOCK_ROWS];
  private final long[] cellB = new long[BLOCK_ROWS];
  private final long[] rowA = new long[BLOCK_ROWS];
  private final long[] rowB = new long[BLOCK_ROWS];
  private long rows;
  private long[] hashes = new long[0];
  private boolean isKeepingHashes;

  /** An empty digest of batches with this schema. */
  public BatchDigest(Schema schema) {
    List<Field> fields = schema.getFields();
    hashers = new CellHasher[fields.size()];
    columns = new Sum128[fields.size()];
    for (int c = 0; c < hashers.length; c++) {
      hashers[c] = CellHashers.of(fields.get(c), c);
      columns[c] = new Sum128();
    }
  }

  /** Adds {@code count} rows of the batch, starting at row {@code from}. */
  public void add(VectorSchemaRoot batch, int from, int count) {
    List<FieldVector> vectors = batch.getFieldVectors();
    if (vectors.size() != hashers.length) {
      throw new IllegalArgumentException(
          "batch has " + vectors.size() + " columns instead of " + hashers.length);
    }
    if (isKeepingHashes && hashes.length < count) {
      hashes = new long[count];
    }
    int end = from + count;
    for (int at = from; at < end; ) {
      int block = Blocks.rows(batch, at, Math.min(BLOCK_ROWS, end - at));
      addBlock(vectors, at, block);
      if (isKeepingHashes) {
        System.arraycopy(rowB, 0, hashes, at - from, block);
      }
      at += block;
    }
    rows += count;
  }

  /** From now on {@link #rowHashes()} has lane b of each row. */
  public BatchDigest keepingRowHashes() {
    isKeepingHashes = true;
    return this;
  }

  /** Of the rows added last, from index 0; valid until the next ones are. */
  public long[] rowHashes() {
    return hashes;
  }

  private void addBlock(List<FieldVector> vectors, int from, int block) {
    Arrays.fill(rowA, 0, block, Mix.a(hashers.length));
    Arrays.fill(rowB, 0, block, Mix.b(hashers.length));
    for (int c = 0; c < hashers.length; c++) {
      hashers[c].hash(vectors.get(c), from, block, cellA, cellB);
      columns[c].addAll(cellA, cellB, block);
      for (int i = 0; i < block; i++) {
        rowA[i] += cellA[i];
      }
      for (int i = 0; i < block; i++) {
        rowB[i] += cellB[i];
      }
    }
    for (int i = 0; i < block; i++) {
      long a = rowA[i];
      long b = rowB[i] ^ Mix.a(a);
      a ^= Mix.b(b);
      rowA[i] = a;
      rowB[i] = b ^ Mix.a(a + Mix.GOLDEN);
    }
    total.addAll(rowA, rowB, block);
  }

  /** The digest of the rows so far. */
  public ContentDigest result() {
    List<String> sums = new ArrayList<>(columns.length);
    for (Sum128 column : columns) {
      sums.add(column.toHex());
    }
    return new ContentDigest(rows, total.toHex(), sums);
  }
}
