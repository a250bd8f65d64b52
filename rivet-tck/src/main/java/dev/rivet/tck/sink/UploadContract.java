package dev.rivet.tck.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of an object that is uploaded while it is made (DW1). */
@SuppressWarnings("CheckReturnValue") // most steps are there for what the store shows afterwards
abstract class UploadContract extends WritingContract {
  @Test
  void uploadIsInvisibleUntilCommitted() throws IOException {
    byte[] bytes = bytes(7, 600_000);
    try (Upload upload = direct().begin(key("sub/u.bin"))) {
      write(upload, bytes);
      assertThat(readable().head(key("sub/u.bin"))).isEmpty();
      assertThat(names(prefix)).isEmpty();
      StoredObject stored = upload.commit(checksums(bytes));
      assertThat(stored.key()).isEqualTo(key("sub/u.bin"));
      assertThat(stored.size()).isEqualTo(600_000);
    }
    assertThat(read(key("sub/u.bin"))).isEqualTo(bytes);
    assertThat(names(prefix)).containsExactly("sub/u.bin");
  }

  @Test
  void bigUploadsFromAnyBufferArriveWhole() throws IOException {
    byte[] bytes = bytes(8, BIG);
    try (Upload upload = direct().begin(key("u.bin"))) {
      ByteBuffer direct = ByteBuffer.allocateDirect(3 << 20);
      Random random = new Random(8);
      for (int at = 0; at < BIG; ) {
        int n = Math.min(BIG - at, 1 + random.nextInt(3 << 20));
        ByteBuffer piece =
            random.nextBoolean()
                ? direct.clear().put(bytes, at, n).flip()
                : ByteBuffer.wrap(bytes, at, n);
        while (piece.hasRemaining()) {
          var unused = upload.channel().write(piece);
        }
        at += n;
      }
      upload.commit(checksums(bytes));
    }
    assertThat(Arrays.equals(read(key("u.bin")), bytes)).isTrue();
  }

  @Test
  void emptyUploadIsAnObject() throws IOException {
    try (Upload upload = direct().begin(key("u.bin"))) {
      assertThat(upload.commit(checksums(new byte[0])).size()).isZero();
    }
    assertThat(read(key("u.bin"))).isEmpty();
  }

  /** DW1: SinkTck.killDuringWriteLeavesNoVisibleObject. */
  @Test
  void closedWithoutCommitNothingIsVisible() throws IOException {
    try (Upload upload = direct().begin(key("u.bin"))) {
      write(upload, bytes(9, 700_000));
    }
    assertThat(readable().head(key("u.bin"))).isEmpty();
    assertThat(names(prefix)).isEmpty();
  }

  /** DW1: the process died, nobody closed anything. */
  @Test
  void abandonedWithoutCloseNothingIsVisible() throws IOException {
    Upload abandoned = direct().begin(key("orders-u.bin"));
    try {
      write(abandoned, bytes(10, 700_000));
      assertThat(readable().head(key("orders-u.bin"))).isEmpty();
      assertThat(names(prefix)).isEmpty();
      ((DirectSink) newSink()).removeLeftovers(prefix, "orders", name -> true);
      assertThat(names(prefix)).isEmpty();
      byte[] bytes = bytes(11, 10);
      try (Upload again = ((DirectSink) newSink()).begin(key("orders-u.bin"))) {
        write(again, bytes);
        again.commit(checksums(bytes));
      }
      assertThat(read(key("orders-u.bin"))).isEqualTo(bytes);
    } finally {
      abandoned.close();
    }
    assertThat(read(key("orders-u.bin"))).isEqualTo(bytes(11, 10));
  }

  @Test
  void anAbandonedAttemptLeavesTheOldObject() throws IOException {
    byte[] old = bytes(12, 100);
    put(key("a.bin"), old);
    try (Upload upload = direct().begin(key("a.bin"))) {
      write(upload, bytes(13, 50));
      assertThat(read(key("a.bin"))).isEqualTo(old);
    }
    assertThat(read(key("a.bin"))).isEqualTo(old);
  }

  @Test
  void closingTwiceAndAfterCommitIsFine() throws IOException {
    byte[] bytes = bytes(14, 100);
    Upload upload = direct().begin(key("a.bin"));
    write(upload, bytes);
    upload.commit(checksums(bytes));
    upload.close();
    upload.close();
    assertThat(read(key("a.bin"))).isEqualTo(bytes);
  }

  /** Two runs into one prefix, one thread or many. */
  @Test
  void uploadsSideBySideDoNotMix() throws IOException {
    byte[] one = bytes(21, BIG);
    byte[] two = bytes(22, 6 << 20);
    try (Upload first = direct().begin(key("orders_1.bin"));
        Upload second = ((DirectSink) newSink()).begin(key("orders_2.bin"))) {
      int piece = 777_777;
      for (int at = 0; at < BIG; at += piece) {
        write(first, Arrays.copyOfRange(one, at, Math.min(BIG, at + piece)));
        if (at < two.length) {
          write(second, Arrays.copyOfRange(two, at, Math.min(two.length, at + piece)));
        }
      }
      second.commit(checksums(two));
      assertThat(names(prefix)).containsExactly("orders_2.bin");
      first.commit(checksums(one));
    }
    assertThat(Arrays.equals(read(key("orders_1.bin")), one)).isTrue();
    assertThat(Arrays.equals(read(key("orders_2.bin")), two)).isTrue();
  }

  /** A worker that was thought dead comes back: whatever it does, the object is one of the two. */
  @Test
  void twoUploadsOfOneKeyNeverMix() throws IOException {
    byte[] one = bytes(23, BIG);
    byte[] two = bytes(24, BIG - 1000);
    try (Upload first = direct().begin(key("u.bin"));
        Upload second = ((DirectSink) newSink()).begin(key("u.bin"))) {
      write(first, one);
      write(second, two);
      first.commit(checksums(one));
      assertThat(Arrays.equals(read(key("u.bin")), one)).isTrue();
      try {
        second.commit(checksums(two));
      } catch (IOException refused) {
        assertThat(sink.classify(refused)).isNotNull();
      }
    }
    byte[] left = read(key("u.bin"));
    assertThat(Arrays.equals(left, one) || Arrays.equals(left, two)).isTrue();
    assertThat(names(prefix)).containsExactly("u.bin");
  }

  /** Cleaning up after the dead must not hurt the living: another export whose name begins alike, in another process. */
  @Test
  void removingLeftoversLeavesLiveUploadsAlone() throws IOException {
    byte[] bytes = bytes(25, BIG);
    try (Upload live = direct().begin(key("orders_items_1.bin"))) {
      write(live, Arrays.copyOf(bytes, 8 << 20));
      ((DirectSink) newSink()).removeLeftovers(prefix, "orders_", name -> true);
      direct().removeLeftovers(prefix, "orders_", name -> true);
      write(live, Arrays.copyOfRange(bytes, 8 << 20, BIG));
      live.commit(checksums(bytes));
    }
    assertThat(Arrays.equals(read(key("orders_items_1.bin")), bytes)).isTrue();
  }

  /** M9: the name of one export may begin another's, and whose a leftover is only its owner can tell. */
  @Test
  void leftoversOfAnotherExportStay() throws IOException {
    assumeTrue(
        leaveUnfinished(key("orders_1.bin")),
        "nobody but the store sees what a dead process left unfinished there");
    leaveUnfinished(key("orders_items_1.bin"));
    leaveUnfinished(key("sub/orders_1.bin"));
    assertThat(unfinished())
        .containsExactly("orders_1.bin", "orders_items_1.bin", "sub/orders_1.bin");
    ((DirectSink) cleaningSink())
        .removeLeftovers(prefix, "orders_", name -> !name.startsWith("orders_items_"));
    assertThat(unfinished()).containsExactly("orders_items_1.bin", "sub/orders_1.bin");
    ((DirectSink) cleaningSink())
        .removeLeftovers(prefix, "", name -> name.equals("sub/orders_1.bin"));
    assertThat(unfinished()).containsExactly("orders_items_1.bin");
  }

  @Test
  void removingLeftoversTouchesNoObject() throws IOException {
    put(key("orders-1.bin"), bytes(15, 10));
    direct().removeLeftovers(prefix, "orders", name -> true);
    direct().removeLeftovers(prefix, "", name -> true);
    direct().removeLeftovers(newPrefix(), "orders", name -> true);
    assertThat(names(prefix)).containsExactly("orders-1.bin");
  }
}
