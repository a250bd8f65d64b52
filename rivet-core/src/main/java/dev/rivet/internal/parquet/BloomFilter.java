package dev.rivet.internal.parquet;

import java.io.IOException;
import java.util.Arrays;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;

/**
 * Split-block bloom filter of one chunk. The hashes are collected first, so that the filter gets the
 * size its number of values needs: 1 % false positives.
 */
final class BloomFilter {
  /** Bits per value for 1 %: {@code -8 / ln(1 - 0.01^(1/8))}. */
  private static final double BITS_PER_VALUE = 9.681;

  private static final int BLOCK_BYTES = 32;
  private static final int MAX_BYTES = 128 << 20;

  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private final XXHash64 hash = XXHashFactory.safeInstance().hash64();
  private long[] hashes = new long[1024];
  private int count;

  /** Adds the PLAIN bytes of one value, without a length. */
  void add(byte[] data, int offset, int length) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count++] = hash.hash(data, offset, length, 0);
  }

  /** Adds values that lie back to back. */
  void addFixed(byte[] data, int size, int width) {
    for (int at = 0; at < size; at += width) {
      add(data, at, width);
    }
  }

  /** Estimate of what {@link #write} will write now. */
  int size() {
    return 20 + bytes(count);
  }

  private static int bytes(int values) {
    long needed = (long) (values * BITS_PER_VALUE / 8);
    long bytes = BLOCK_BYTES;
    while (bytes < needed && bytes < MAX_BYTES) {
      bytes *= 2;
    }
    return (int) bytes;
  }

  /** Writes header and bits; returns the number of bytes. The next chunk starts empty. */
  int write(Output out) throws IOException {
    Arrays.sort(hashes, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        distinct++;
      }
    }
    byte[] bits = new byte[bytes(distinct)];
    for (int i = 0; i < count; i++) {
      set(bits, hashes[i]);
    }
    Bytes header = new Bytes(64);
    Util.writeBloomFilterHeader(
        new BloomFilterHeader(
            bits.length,
            BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
            BloomFilterHash.XXHASH(new XxHash()),
            BloomFilterCompression.UNCOMPRESSED(new Uncompressed())),
        header);
    out.write(header.array, 0, header.size);
    out.write(bits, 0, bits.length);
    count = 0;
    return header.size + bits.length;
  }

  private static void set(byte[] bits, long hash) {
    long blocks = bits.length / BLOCK_BYTES;
    int block = (int) ((hash >>> 32) * blocks >>> 32) * BLOCK_BYTES;
    int key = (int) hash;
    for (int i = 0; i < SALT.length; i++) {
      int at = block + 4 * i;
      int bit = key * SALT[i] >>> 27;
      LittleEndian.putInt(bits, at, LittleEndian.getInt(bits, at) | 1 << bit);
    }
  }
}
