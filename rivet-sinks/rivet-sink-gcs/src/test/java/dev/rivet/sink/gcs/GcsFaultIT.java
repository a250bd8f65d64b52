package dev.rivet.sink.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.sink.gcs.stub.GcsStub;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.http.Reaction;
import dev.rivet.tck.http.Request;
import dev.rivet.tck.sink.SinkFaultContract;
import dev.rivet.unit.Location;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** What the sink owes while the store, or the way to it, misbehaves. */
class GcsFaultIT extends SinkFaultContract {
  private static final GcsStub STUB = GcsStub.start("lake");
  private int openBefore;

  @BeforeEach
  void countUploads() {
    STUB.clear();
    openBefore = STUB.openUploads();
  }

  /** An upload whose beginning was carried out but not answered has no name by which it could be given up. */
  @AfterEach
  void noUploadIsLeftOpen(TestInfo test) {
    int unknown = test.getDisplayName().startsWith("lostAnswersAreFoundOut") ? 1 : 0;
    assertThat(STUB.openUploads() - openBefore).isEqualTo(unknown);
  }

  @Override
  protected URI store() {
    return STUB.uri();
  }

  @Override
  protected Sink sinkAt(URI endpoint) {
    return TestClients.impatient(endpoint, TestClients.OPTIONS);
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("gs://lake/raw/" + UUID.randomUUID());
  }

  /** Small objects come by POST, chunks by PUT. */
  @Override
  protected boolean bringsBytes(Request request) {
    return request.target().startsWith("/upload/")
            && request.bodySize() > 0
            && !request.target().contains("uploadType=resumable&")
        || request.method().equals("PUT") && request.bodySize() > 0;
  }

  @Override
  protected Reaction wrongChecksum() {
    return Reaction.pass()
        .editBody(
            body ->
                new String(body, UTF_8)
                    .replaceAll("\"crc32c\":\"[^\"]*\"", "\"crc32c\":\"AAAAAA==\"")
                    .getBytes(UTF_8));
  }
}
