package dev.rivet.sink.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkCapabilities.CommitProtocol;
import dev.rivet.unit.DataSize;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcsSinkBuilderTest {
  private static final URI LOCAL = URI.create("http://localhost:4443");

  private static GcsSinkBuilder local() {
    return GcsSink.builder().projectId("p").endpoint(LOCAL).anonymous();
  }

  @Test
  void whatItCanDo() {
    GcsSink sink = local().build();
    assertThat(sink.scheme()).isEqualTo("gs");
    assertThat(sink.capabilities())
        .isEqualTo(
            SinkCapabilities.of(CommitProtocol.FINALIZE_ON_CLOSE)
                .conditional()
                .withChecksums(Algorithm.CRC32C));
  }

  /** Looks for no credentials before they are needed. */
  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(Sink.class).stream().map(p -> p.get().scheme())).contains("gs");
  }

  @Test
  void plainHttpToOtherMachinesHasToBeAllowed() {
    GcsSinkBuilder builder =
        GcsSink.builder()
            .projectId("p")
            .anonymous()
            .endpoint(URI.create("http://store.example.com"));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("allowInsecureEndpoint()");
    assertThat(builder.allowInsecureEndpoint().build().scheme()).isEqualTo("gs");
  }

  @Test
  void oneWayToAuthenticate() {
    assertThatIllegalStateException()
        .isThrownBy(() -> local().anonymous())
        .withMessageContaining("anonymous()");
    assertThatIllegalStateException()
        .isThrownBy(() -> local().credentials(com.google.cloud.NoCredentials.getInstance()))
        .withMessageContaining("credentials(…)");
  }

  @Test
  void aClientDecidesWhatItKnows() {
    var client = TestClients.options(LOCAL).getService();
    assertThat(GcsSink.builder().client(client).chunkSize(DataSize.ofMebibytes(1)).build().scheme())
        .isEqualTo("gs");
    assertThatIllegalStateException()
        .isThrownBy(() -> local().client(client).build())
        .withMessageContaining("client(…)");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1000, (256 << 10) + 1, (1L << 30) + (256 << 10)})
  void chunksAreMultiplesOf256KiB(long bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> local().chunkSize(DataSize.ofBytes(bytes)))
        .withMessageContaining("256 KiB");
  }

  @Test
  void aBadKeyIsRefusedWithoutShowingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GcsSink.builder()
                    .serviceAccount(
                        new ByteArrayInputStream("{\"private_key\":\"s3cret\"}".getBytes(UTF_8))))
        .withMessageContaining("JSON key")
        .withMessageNotContaining("s3cret")
        .withNoCause();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GcsSink.builder().serviceAccount(Path.of("no-such-key.json")))
        .withMessageContaining("no-such-key.json");
  }
}
