package dev.rivet.sink.azure;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5 of a whole object whose blocks are looked at by several threads: each waits for its turn. Thread-safe. */
final class Md5 {
  private final MessageDigest digest = newDigest();
  private int next;

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  static byte[] of(ByteBuffer bytes) {
    MessageDigest digest = newDigest();
    digest.update(bytes.duplicate());
    return digest.digest();
  }

  /** Adds a block when all before it have been added; a block that was added already is not added again. */
  synchronized void add(int number, ByteBuffer bytes) throws InterruptedIOException {
    try {
      while (next < number) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before block " + number);
    }
    if (next == number) {
      digest.update(bytes.duplicate());
      next++;
      notifyAll();
    }
  }

  /** Of all blocks so far. */
  synchronized byte[] value() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's MD5 can be copied", e);
    }
  }
}
