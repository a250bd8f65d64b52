package dev.rivet.sink.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rivet.sink.azure.stub.AzureStub;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkCapabilities.CommitProtocol;
import dev.rivet.unit.DataSize;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AzureSinkBuilderTest {
  private static final URI LOCAL = URI.create("http://127.0.0.1:10000/devstoreaccount1");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static AzureSinkBuilder keyed() {
    return AzureSink.builder().account(AzureStub.ACCOUNT).accountKey(AzureStub.KEY);
  }

  @Test
  void whatItCanDo() {
    AzureSink sink = keyed().build();
    assertThat(sink.scheme()).isEqualTo("az");
    assertThat(sink.capabilities())
        .isEqualTo(
            SinkCapabilities.of(CommitProtocol.FINALIZE_ON_CLOSE)
                .conditional()
                .withChecksums(Algorithm.MD5));
  }

  @Test
  void everyWayToAuthenticate() {
    assertThat(keyed().endpoint(LOCAL).build().scheme()).isEqualTo("az");
    assertThat(
            AzureSink.builder()
                .account("acc")
                .sasToken("?sv=2026-01-01&se=2999-01-01T00%3A00%3A00Z&sig=x")
                .build()
                .scheme())
        .isEqualTo("az");
    assertThat(
            AzureSink.builder()
                .connectionString(
                    "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey="
                        + AzureStub.KEY
                        + ";EndpointSuffix=core.windows.net")
                .build()
                .scheme())
        .isEqualTo("az");
    assertThatIllegalStateException()
        .isThrownBy(() -> AzureSink.builder().account("acc").build())
        .withMessageContaining("credential(…)");
    assertThatIllegalStateException()
        .isThrownBy(() -> AzureSink.builder().accountKey(AzureStub.KEY).build())
        .withMessageContaining("account(…)");
    assertThatIllegalStateException()
        .isThrownBy(() -> keyed().sasToken("sig=x"))
        .withMessageContaining("accountKey(…)")
        .withMessageNotContaining(AzureStub.KEY);
  }

  @Test
  void plainHttpToOtherMachinesHasToBeAllowed() {
    AzureSinkBuilder builder = keyed().endpoint(URI.create("http://store.example.com"));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("allowInsecureEndpoint()");
    assertThat(builder.allowInsecureEndpoint().build().scheme()).isEqualTo("az");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AzureSink.builder()
                    .connectionString(
                        "DefaultEndpointsProtocol=http;AccountName=acc;AccountKey="
                            + AzureStub.KEY
                            + ";EndpointSuffix=core.windows.net")
                    .build())
        .withMessageNotContaining(AzureStub.KEY);
  }

  @Test
  void whatExcludesEachOther() {
    var client = TestClients.client(URI.create("http://127.0.0.1:10000"));
    assertThat(AzureSink.builder().client(client).concurrency(4).build().scheme()).isEqualTo("az");
    assertThatIllegalStateException()
        .isThrownBy(() -> keyed().client(client).build())
        .withMessageContaining("client(…)");
    assertThatIllegalStateException()
        .isThrownBy(() -> keyed().encryptionScope("s").customerKey("a2V5").build())
        .withMessageContaining("exclude");
    assertThatIllegalArgumentException().isThrownBy(() -> keyed().concurrency(0));
    assertThatIllegalArgumentException().isThrownBy(() -> keyed().blockSize(DataSize.ofBytes(1)));
  }

  @Test
  void aSasIsTrimmedAndLooksAtItsEnd() {
    assertThat(Sas.checked(" ?sv=1&sig=x ", NOW)).isEqualTo("sv=1&sig=x");
    assertThat(Sas.checked("se=2026-11-23T12%3A00%3A01Z&sig=x", NOW)).startsWith("se=");
    assertThat(Sas.checked("se=2026-11-24&sig=x", NOW)).startsWith("se=");
    for (String expired : new String[] {"se=2026-11-23T12%3A00%3A00Z", "se=2026-11-23"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Sas.checked(expired + "&sig=s3cret", NOW))
          .withMessageContaining("2026-11-23T")
          .withMessageNotContaining("s3cret");
    }
  }
}
