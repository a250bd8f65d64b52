package dev.rivet.it.sinks;

import dev.rivet.sink.s3.S3Sink;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server in this JVM, and what a consumer finds there. */
final class S3Store {
  static final String BUCKET = "lake";

  private S3Store() {}

  private static final class Server {
    static final URI ADDRESS = start();
    static final S3Client CLIENT = client();

    private static URI start() {
      try {
        S3Proxy proxy =
            S3Proxy.builder()
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "local-key", "local-secret")
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        proxy.start();
        return URI.create("http://127.0.0.1:" + proxy.getPort());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static S3Client client() {
      S3Client client =
          S3Client.builder()
              .endpointOverride(ADDRESS)
              .forcePathStyle(true)
              .region(Region.US_EAST_1)
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create("local-key", "local-secret")))
              .build();
      var unused = client.createBucket(b -> b.bucket(BUCKET));
      return client;
    }
  }

  static URI address() {
    return Server.ADDRESS;
  }

  /** The application's own client. */
  static S3Client client() {
    return Server.CLIENT;
  }

  /** A sink with small parts, so that small exports go in several requests too. */
  static S3Sink sink() {
    return S3Sink.builder().client(client()).partSize(DataSize.ofMebibytes(5)).build();
  }

  /** The same by another way. */
  static S3Sink sink(URI way) {
    return S3Sink.builder()
        .endpoint(way)
        .credentials("local-key", "local-secret")
        .partSize(DataSize.ofMebibytes(5))
        .build();
  }

  static Location newPrefix() {
    return Location.parse("s3://" + BUCKET + "/raw/" + UUID.randomUUID());
  }

  static List<String> openUploads() {
    return client().listMultipartUploads(r -> r.bucket(BUCKET)).uploads().stream()
        .map(u -> u.key())
        .toList();
  }

  /** Copies all that is visible below a prefix into an empty directory. */
  static Path mirror(ReadableSink sink, Location prefix, Path directory) {
    try {
      if (Files.exists(directory)) {
        try (Stream<Path> old = Files.walk(directory)) {
          old.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        }
      }
      for (StoredObject object : sink.list(prefix)) {
        Path target = directory.resolve(object.key().name());
        Files.createDirectories(target.getParent());
        try (InputStream in = sink.open(object.key(), 0)) {
          Files.copy(in, target);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
