package dev.rivet.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.tck.http.FaultyHttpProxy;
import dev.rivet.tck.http.Reaction;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** I10 and encryption on servers that report them: S3Mock always, MinIO where there is one. */
class S3ChecksumIT {
  enum Store {
    S3MOCK {
      @Override
      S3Server server() {
        return Servers.s3Mock();
      }
    },
    MINIO {
      @Override
      S3Server server() {
        return Servers.minio();
      }
    };

    abstract S3Server server();
  }

  private S3Client raw;
  private String bucket;
  private Location prefix;

  private S3Server open(Store store) {
    S3Server server = store.server();
    raw = server.client();
    bucket = server.newBucket();
    prefix = Location.parse("s3://" + bucket + "/lake/" + UUID.randomUUID());
    return server;
  }

  @AfterEach
  void close() {
    if (raw != null) {
      raw.close();
    }
  }

  private ObjectKey key(String name) {
    return new ObjectKey(prefix, name);
  }

  private HeadObjectResponse head(String name) {
    return raw.headObject(
        r ->
            r.bucket(bucket)
                .key(S3Paths.key(key(name), bucket))
                .checksumMode(ChecksumMode.ENABLED));
  }

  private StoredObject upload(S3Sink sink, String name, byte[] bytes) throws IOException {
    try (Upload upload = sink.begin(key(name))) {
      Bytes.write(upload, bytes);
      return upload.commit(Bytes.checksums(bytes));
    }
  }

  private static String crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void theStoreKeepsTheChecksumOfTheWholeObject(Store store) throws IOException {
    try (S3Sink sink = open(store).sink().build()) {
      byte[] small = Bytes.random(1, 100_000);
      byte[] big = Bytes.random(2, 18 << 20);
      StoredObject whole = upload(sink, "small.bin", small);
      StoredObject parts = upload(sink, "big.bin", big);
      assertThat(whole.md5()).isPresent();
      assertThat(parts.md5()).isEmpty();
      assertThat(head("small.bin").checksumCRC32C()).isEqualTo(crc32c(small));
      assertThat(head("big.bin").checksumCRC32C()).isEqualTo(crc32c(big));
      if (store == Store.MINIO) {
        assertThat(head("big.bin").checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
      }
      assertThat(head("big.bin").contentLength()).isEqualTo(18 << 20);
    }
  }

  /** Bytes that change between us and the store are the store's to refuse. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void alteredBytesAreRefused(Store store) throws IOException {
    S3Server server = open(store);
    try (FaultyHttpProxy proxy = FaultyHttpProxy.before(server.uri());
        S3Sink sink = server.sink(proxy.uri()).build()) {
      proxy.script(r -> r.method().equals("PUT") ? altering() : Reaction.pass());
      // S3Mock believes whatever a part's headers claim.
      for (int size : store == Store.S3MOCK ? new int[] {1000} : new int[] {1000, 9 << 20}) {
        byte[] bytes = Bytes.random(3, size);
        assertThat(catchThrowable(() -> upload(sink, "a.bin", bytes)))
            .as("%d bytes", size)
            .isInstanceOf(IOException.class);
        assertThat(sink.list(prefix)).isEmpty();
      }
    }
  }

  private static Reaction altering() {
    return Reaction.alterRequest(
        body -> {
          byte[] other = body.clone();
          other[other.length / 2] ^= 1;
          return other;
        });
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "S3MOCK")
  void encryptionAndStorageClassReachTheStore(Store store) throws IOException {
    S3Server server = open(store);
    try (FaultyHttpProxy proxy = FaultyHttpProxy.before(server.uri());
        S3Sink sink = server.sink(proxy.uri()).sseS3().storageClass("STANDARD_IA").build()) {
      StoredObject unused = upload(sink, "small.bin", Bytes.random(4, 1000));
      unused = upload(sink, "big.bin", Bytes.random(5, 9 << 20));
      unused = sink.put(key("m.json"), new byte[5], PutMode.CREATE);
      sink.move(key("small.bin"), key("_quarantine/small.bin"));
      for (String name : new String[] {"_quarantine/small.bin", "m.json"}) {
        assertThat(head(name).serverSideEncryption())
            .as(name)
            .isEqualTo(ServerSideEncryption.AES256);
        assertThat(head(name).storageClassAsString()).as(name).isEqualTo("STANDARD_IA");
      }
      // This server forgets what a multipart upload was begun with.
      assertThat(proxy.requests())
          .filteredOn(r -> r.target().contains("uploads"))
          .hasSize(1)
          .allMatch(r -> r.header("x-amz-server-side-encryption").equals(Optional.of("AES256")))
          .allMatch(r -> r.header("x-amz-storage-class").equals(Optional.of("STANDARD_IA")));
    }
    try (S3Sink sink = server.sink().sseKms("arn:aws:kms:us-east-1:1:key/unknown").build()) {
      Throwable refused = catchThrowable(() -> upload(sink, "x.bin", Bytes.random(7, 1000)));
      assertThat(refused).isInstanceOf(IOException.class);
      assertThat(sink.classify((IOException) refused).code()).isEqualTo(ErrorCode.SINK_PERMISSION);
      assertThat(sink.classify((IOException) refused).isTransient()).isFalse();
    }
  }

  /** S3Proxy in memory notes down the key, without encrypting. */
  @Test
  void underAKmsKeyAnEtagIsNoMd5() throws IOException {
    S3Server server = Servers.s3Proxy();
    raw = server.client();
    bucket = server.newBucket();
    prefix = Location.parse("s3://" + bucket + "/lake");
    try (S3Sink sink = server.sink().sseKms("alias/lake").build()) {
      assertThat(upload(sink, "kms.bin", Bytes.random(6, 1000)).md5()).isEmpty();
      assertThat(head("kms.bin").serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
      assertThat(head("kms.bin").ssekmsKeyId()).isEqualTo("alias/lake");
      assertThat(sink.head(key("kms.bin")).orElseThrow().md5()).isEmpty();
    }
  }
}
