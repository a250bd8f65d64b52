package dev.rivet.spi.sink.objectstore;

import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a store does for one {@link BlockUpload}. Methods are called from the upload's threads; every method but {@link #putBlock} by
 * one thread at a time. Requests are sent once: the upload repeats them.
 */
public interface BlockTarget {
  /**
   * A piece of an object.
   *
   * @param number 0, 1, 2 …
   * @param offset of its first byte in the object
   * @param bytes backed by an array; position and limit must not be relied on after the call
   */
  record Block(int number, long offset, ByteBuffer bytes) {}

  /**
   * Stores an object that is smaller than a block in one request.
   *
   * @param bytes backed by an array
   * @throws dev.rivet.spi.sink.ChecksumMismatchException if the store reports other bytes; nothing stays visible
   */
  StoredObject putWhole(ByteBuffer bytes, Checksums checksums, int attempt) throws IOException;

  /**
   * Sends a block that is not the last. All such blocks are of the upload's block size. At most the upload's concurrency of calls
   * run at the same time; with concurrency 1 they come in order.
   *
   * @param attempt from 1 on, an earlier attempt failed and may have been carried out all the same
   */
  void putBlock(Block block, int attempt) throws IOException;

  /**
   * Sends the last block and makes the object visible, after all others arrived.
   *
   * @throws dev.rivet.spi.sink.ChecksumMismatchException if the store reports other bytes; nothing stays visible
   */
  StoredObject finish(Block last, Checksums checksums, int attempt) throws IOException;

  /** Gives up blocks that were sent, as far as the store lets us; called once, and only if {@link #putBlock} was called. */
  void abandon() throws IOException;

  /** Removes exactly the object that this target has just made visible, because nobody waits for it any more. */
  void remove() throws IOException;
}
