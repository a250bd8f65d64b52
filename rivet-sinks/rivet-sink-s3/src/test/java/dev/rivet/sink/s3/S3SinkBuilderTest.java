package dev.rivet.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkCapabilities.CommitProtocol;
import dev.rivet.unit.DataSize;
import java.net.URI;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class S3SinkBuilderTest {
  private static S3Sink.Builder at(String endpoint) {
    return S3Sink.builder().endpoint(URI.create(endpoint)).credentials("key", "secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://account.r2.cloudflarestorage.com",
        "https://minio.example.com:9000/base",
        "http://localhost:9000",
        "http://127.0.0.1:9000",
        "http://127.1.2.3",
        "http://[::1]:9000"
      })
  void safeEndpoints(String endpoint) {
    try (S3Sink sink = at(endpoint).build()) {
      assertThat(sink.scheme()).isEqualTo("s3");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://minio.example.com:9000",
        "http://10.0.0.1",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com"
      })
  void endpointsWithoutEncryptionHaveToBeAllowed(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at(endpoint).build())
        .withMessageContaining(URI.create(endpoint).getHost())
        .withMessageContaining("allowInsecureEndpoint()");
    try (S3Sink sink = at(endpoint).allowInsecureEndpoint().build()) {
      assertThat(sink.capabilities().isConditional()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://x", "minio:9000", "/path", "https:///x", "https://key:hunter2@example.com"})
  void whatIsNoEndpoint(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at(endpoint).allowInsecureEndpoint().build())
        .withMessageContaining("endpoint")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void aGivenClientExcludesWhatDescribesOne() {
    try (S3Client client = S3Client.builder().region(Region.EU_CENTRAL_1).build()) {
      for (S3Sink.Builder builder :
          new S3Sink.Builder[] {
            S3Sink.builder().endpoint(URI.create("https://x")),
            S3Sink.builder().region("eu-central-1"),
            S3Sink.builder().profile("p"),
            S3Sink.builder().anonymous(),
            S3Sink.builder().requestTimeout(Duration.ofSeconds(1))
          }) {
        assertThatIllegalStateException()
            .isThrownBy(() -> builder.client(client).build())
            .withMessageContaining("client cannot be combined");
      }
      S3Sink.create(client).close();
      assertThat(client.serviceName()).isEqualTo("s3");
    }
  }

  @Test
  void oneWayToAuthenticateAtATime() {
    assertThatIllegalStateException()
        .isThrownBy(() -> S3Sink.builder().anonymous().credentials("key", "secret"))
        .withMessage("credentials cannot be combined with anonymous");
    assertThatIllegalStateException()
        .isThrownBy(() -> S3Sink.builder().region("r").credentials("k", "s").profile("p").build())
        .withMessage("profile cannot be combined with credentials");
    assertThatIllegalStateException()
        .isThrownBy(() -> S3Sink.builder().sseS3().sseKms("key"))
        .withMessageContaining("exclude each other");
  }

  @Test
  void limits() {
    S3Sink.Builder builder = S3Sink.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.partSize(DataSize.ofMebibytes(4)))
        .withMessageContaining("4194304");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.partSize(DataSize.ofGibibytes(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.uploadConcurrency(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.uploadConcurrency(65));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.leftoversAfter(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.requestTimeout(Duration.ZERO));
  }

  @Test
  void defaultsAndOptionsReachTheRequests() {
    var defaults = S3Sink.builder().settings();
    assertThat(defaults.partSize()).isEqualTo(8 << 20);
    assertThat(defaults.concurrency()).isEqualTo(4);
    assertThat(defaults.budget()).isEqualTo(64 << 20);
    assertThat(defaults.encryption()).isNull();
    assertThat(defaults.payer()).isNull();
    assertThat(defaults.leftoversAfter()).isEqualTo(Duration.ofHours(1));
    var all =
        S3Sink.builder()
            .sseKms("alias/lake")
            .storageClass("STANDARD_IA")
            .requesterPays()
            .partSize(DataSize.ofMebibytes(16))
            .settings();
    assertThat(all.encryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(all.kmsKey()).isEqualTo("alias/lake");
    assertThat(all.storageClass()).isEqualTo("STANDARD_IA");
    assertThat(all.payer()).isEqualTo(RequestPayer.REQUESTER);
    assertThat(all.partSize()).isEqualTo(16 << 20);
  }

  /** Nothing is looked for before it is needed: a class path with this jar must not need AWS. */
  @Test
  void isFoundWithoutLookingForRegionOrCredentials() {
    Sink found =
        ServiceLoader.load(Sink.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(s -> s.scheme().equals("s3"))
            .findFirst()
            .orElseThrow();
    assertThat(found).isInstanceOf(S3Sink.class);
    assertThat(found.capabilities())
        .isEqualTo(
            SinkCapabilities.of(CommitProtocol.FINALIZE_ON_CLOSE)
                .conditional()
                .withChecksums(Algorithm.CRC32C));
  }
}
