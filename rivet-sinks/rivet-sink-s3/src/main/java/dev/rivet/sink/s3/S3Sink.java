package dev.rivet.sink.s3;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.sink.s3.internal.Clients;
import dev.rivet.sink.s3.internal.Clients.Origin;
import dev.rivet.sink.s3.internal.Repeat;
import dev.rivet.sink.s3.internal.S3Objects;
import dev.rivet.sink.s3.internal.Settings;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Amazon S3 and stores that speak its protocol (MinIO, Cloudflare R2, Ceph, S3Proxy), scheme {@code s3}: destinations are
 * {@code s3://bucket/prefix}. Thread-safe.
 *
 * <p>A part is uploaded while it is encoded, without a local copy: what fits into one request (8 MiB by default) by one PUT, more by
 * a multipart upload, with a bounded amount of memory for all uploads together (64 MiB by default, DW3). It becomes visible when the
 * upload is completed, never before (DW1). What is given up is aborted; what a crash left open is aborted by a later run, once it
 * has been silent for an hour. Manifest and marker are single PUTs (M7), created with {@code If-None-Match} so that of two
 * finishers one wins.
 *
 * <p>Every request carries Content-MD5 and CRC-32C, and what the store reports back is compared: its CRC-32C, else its ETag where
 * that is an MD5 (I10).
 *
 * <p>Moving aside is copy and delete. Destinations that are a whole bucket, without prefix, can be written and read, but nothing is
 * ever moved or removed there.
 *
 * <p>One request is repeated by one layer only: the client's own retries are turned off for our calls, whoever made the client.
 */
public final class S3Sink implements DirectSink, MovingSink, AutoCloseable {
  private final S3Objects objects;
  private final Runnable closing;

  /**
   * For the service loader: credentials and region from where the SDK looks for them, when first needed. Applications use
   * {@link #create} or {@link #builder}.
   */
  public S3Sink() {
    this(lazily(), () -> {});
  }

  S3Sink(S3Objects objects, Runnable closing) {
    this.objects = objects;
    this.closing = closing;
  }

  /** Over the application's client, which is neither changed nor closed, with all defaults. */
  public static S3Sink create(S3Client client) {
    return builder().client(client).build();
  }

  /** For other defaults, or a client of the sink's own. */
  public static Builder builder() {
    return new Builder();
  }

  private static S3Objects lazily() {
    Settings settings = builder().settings();
    Origin anywhere = new Origin(null, null, null, null, false, null);
    return new S3Objects(
        Clients.lazily(() -> Clients.create(anywhere, settings)), settings, builder().repeat());
  }

  @Override
  public String scheme() {
    return objects.scheme();
  }

  @Override
  public SinkCapabilities capabilities() {
    return objects.capabilities();
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
    return objects.put(key, finished, checksums);
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    return objects.put(key, content, mode);
  }

  @Override
  public Upload begin(ObjectKey key) throws IOException {
    return objects.begin(key);
  }

  @Override
  public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn)
      throws IOException {
    objects.removeLeftovers(prefix, namePrefix, isOwn);
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    return objects.head(key);
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    return objects.open(key, offset);
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    return objects.list(prefix);
  }

  @Override
  public void move(ObjectKey from, ObjectKey to) throws IOException {
    objects.move(from, to);
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    objects.delete(key);
  }

  @Override
  public SinkFailure classify(IOException failure) {
    return objects.classify(failure);
  }

  /** Closes the client if this sink made it; an application's client stays open. */
  @Override
  public void close() {
    objects.close();
    closing.run();
  }

  @Override
  public String toString() {
    return "S3Sink";
  }

  /**
   * Describes a sink. Defaults: credentials and region by the SDK's own chains (environment, profile, web identity, container,
   * instance), parts of 8 MiB, 4 part requests at a time, 64 MiB of memory for all uploads together, encryption and storage class
   * as the bucket has them. Not thread-safe.
   */
  public static final class Builder {
    private static final long SMALLEST_PART = 5L << 20;
    private static final long LARGEST_PART = 1L << 30;
    private static final long LARGEST_COPY = 5L << 30;

    private @Nullable S3Client client;
    private @Nullable URI endpoint;
    private boolean isInsecureAllowed;
    private @Nullable Boolean isPathStyle;
    private @Nullable String region;
    private @Nullable String profile;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable String credentialsBy;
    private long partSize = 8L << 20;
    private int concurrency = 4;
    private long budget = 64L << 20;
    private @Nullable ServerSideEncryption encryption;
    private @Nullable String kmsKey;
    private @Nullable String storageClass;
    private @Nullable RequestPayer payer;
    private boolean isConditional = true;
    private boolean isCrcSent = true;
    private Duration leftoversAfter = Duration.ofHours(1);
    private @Nullable Duration requestTimeout;
    private long copyLimit = LARGEST_COPY;
    private Repeat.Sleeper sleeper = pause -> Thread.sleep(pause.toMillis());

    private Builder() {}

    /** Uses the application's client, which is neither changed nor closed; excludes all that describes a client. */
    @CanIgnoreReturnValue
    public Builder client(S3Client applications) {
      client = requireNonNull(applications, "client");
      return this;
    }

    /**
     * Another store than AWS. Switches to path style; {@link #virtualHostStyle} switches back.
     *
     * @param uri {@code https}; {@code http} only on the loopback address, or after {@link #allowInsecureEndpoint}
     */
    @CanIgnoreReturnValue
    public Builder endpoint(URI uri) {
      endpoint = requireNonNull(uri, "endpoint");
      return this;
    }

    /** Accepts an endpoint without encryption: whoever can listen on the way reads the data. */
    @CanIgnoreReturnValue
    public Builder allowInsecureEndpoint() {
      isInsecureAllowed = true;
      return this;
    }

    /** Names the bucket in the path, {@code https://host/bucket/key}: the default with {@link #endpoint}. */
    @CanIgnoreReturnValue
    public Builder pathStyle() {
      isPathStyle = true;
      return this;
    }

    /** Names the bucket in the host, {@code https://bucket.host/key}: the default without {@link #endpoint}. */
    @CanIgnoreReturnValue
    public Builder virtualHostStyle() {
      isPathStyle = false;
      return this;
    }

    /** The region of the buckets, for example {@code eu-central-1}. */
    @CanIgnoreReturnValue
    public Builder region(String name) {
      region = requireNonNull(name, "region");
      return this;
    }

    /** A long-lived access key. */
    @CanIgnoreReturnValue
    public Builder credentials(String accessKeyId, String secretAccessKey) {
      return credentials(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(accessKeyId, secretAccessKey)),
          "credentials");
    }

    /** A temporary access key with its session token. */
    @CanIgnoreReturnValue
    public Builder credentials(String accessKeyId, String secretAccessKey, String sessionToken) {
      return credentials(
          StaticCredentialsProvider.create(
              AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken)),
          "credentials");
    }

    /** Any of the SDK's providers, for example one that assumes a role. It is not closed by the sink. */
    @CanIgnoreReturnValue
    public Builder credentialsProvider(AwsCredentialsProvider provider) {
      return credentials(requireNonNull(provider, "provider"), "credentialsProvider");
    }

    /** A profile of the shared configuration files, for credentials and region. */
    @CanIgnoreReturnValue
    public Builder profile(String name) {
      profile = requireNonNull(name, "profile");
      return this;
    }

    /** Signs nothing, for stores that let anybody write. Never chosen by itself. */
    @CanIgnoreReturnValue
    public Builder anonymous() {
      return credentials(AnonymousCredentialsProvider.create(), "anonymous");
    }

    @CanIgnoreReturnValue
    private Builder credentials(AwsCredentialsProvider provider, String by) {
      if (credentialsBy != null && !credentialsBy.equals(by)) {
        throw new IllegalStateException(by + " cannot be combined with " + credentialsBy);
      }
      credentials = provider;
      credentialsBy = by;
      return this;
    }

    /** Bytes of one request of a large object: 5 MiB to 1 GiB, default 8 MiB. An object has at most 10,000 parts. */
    @CanIgnoreReturnValue
    public Builder partSize(DataSize size) {
      if (size.bytes() < SMALLEST_PART || size.bytes() > LARGEST_PART) {
        throw new IllegalArgumentException(
            "partSize must be from 5 MiB to 1 GiB, not " + size.bytes() + " bytes");
      }
      partSize = size.bytes();
      return this;
    }

    /** Requests with parts at the same time, of all uploads of this sink together: 1 to 64, default 4. */
    @CanIgnoreReturnValue
    public Builder uploadConcurrency(int requests) {
      if (requests < 1 || requests > 64) {
        throw new IllegalArgumentException(
            "uploadConcurrency must be from 1 to 64, not " + requests);
      }
      concurrency = requests;
      return this;
    }

    /**
     * Memory for all uploads together, default 64 MiB. Each open upload has one part in memory whatever the budget; it limits how
     * many more are on their way meanwhile.
     */
    @CanIgnoreReturnValue
    public Builder uploadBudget(DataSize size) {
      budget = size.bytes();
      return this;
    }

    /** Longest time that one request may take, default what a part takes at 64 KiB/s, at least a minute. */
    @CanIgnoreReturnValue
    public Builder requestTimeout(Duration longest) {
      if (longest.isZero() || longest.isNegative()) {
        throw new IllegalArgumentException("requestTimeout must be positive: " + longest);
      }
      requestTimeout = longest;
      return this;
    }

    /** Encrypts with the store's own keys (SSE-S3). */
    @CanIgnoreReturnValue
    public Builder sseS3() {
      return encryption(ServerSideEncryption.AES256, null);
    }

    /** Encrypts with a key of AWS KMS: its id, alias or ARN. */
    @CanIgnoreReturnValue
    public Builder sseKms(String key) {
      return encryption(ServerSideEncryption.AWS_KMS, requireNonNull(key, "key"));
    }

    @CanIgnoreReturnValue
    private Builder encryption(ServerSideEncryption by, @Nullable String key) {
      if (encryption != null && encryption != by) {
        throw new IllegalStateException("sseS3 and sseKms exclude each other");
      }
      encryption = by;
      kmsKey = key;
      return this;
    }

    /** Storage class of all objects, for example {@code STANDARD_IA}. Those that have to be thawed cannot be validated. */
    @CanIgnoreReturnValue
    public Builder storageClass(String name) {
      storageClass = requireNonNull(name, "storageClass");
      return this;
    }

    /** Accepts the costs of requests to a bucket whose owner does not. */
    @CanIgnoreReturnValue
    public Builder requesterPays() {
      payer = RequestPayer.REQUESTER;
      return this;
    }

    /** For stores without {@code If-None-Match}: of two that create the same manifest at the same instant both may succeed. */
    @CanIgnoreReturnValue
    public Builder withoutConditionalWrites() {
      isConditional = false;
      return this;
    }

    /** For stores that refuse CRC-32C headers: Content-MD5 and ETag are left to compare. */
    @CanIgnoreReturnValue
    public Builder withoutCrcHeaders() {
      isCrcSent = false;
      return this;
    }

    /** How long an unfinished upload must have been silent before a later run aborts it, default one hour. */
    @CanIgnoreReturnValue
    public Builder leftoversAfter(Duration silence) {
      if (silence.isNegative()) {
        throw new IllegalArgumentException("leftoversAfter must not be negative: " + silence);
      }
      leftoversAfter = silence;
      return this;
    }

    @CanIgnoreReturnValue
    Builder copyLimit(long bytes) {
      copyLimit = bytes;
      return this;
    }

    @CanIgnoreReturnValue
    Builder sleeper(Repeat.Sleeper other) {
      sleeper = other;
      return this;
    }

    Settings settings() {
      return new Settings(
          (int) partSize,
          concurrency,
          budget,
          encryption,
          kmsKey,
          storageClass,
          payer,
          isConditional,
          isCrcSent,
          leftoversAfter,
          copyLimit);
    }

    Repeat repeat() {
      return new Repeat(sleeper);
    }

    /**
     * A sink; close it to close a client of its own.
     *
     * @throws IllegalArgumentException if the endpoint is not safe
     * @throws IllegalStateException if options exclude each other, or no region is known
     */
    public S3Sink build() {
      Settings settings = settings();
      S3Client given = client;
      if (given != null) {
        if (Stream.of(endpoint, region, profile, credentials, requestTimeout)
            .anyMatch(Objects::nonNull)) {
          throw new IllegalStateException(
              "client cannot be combined with what describes a client: it has its own");
        }
        return new S3Sink(new S3Objects(() -> given, settings, repeat()), () -> {});
      }
      if (profile != null && credentials != null) {
        throw new IllegalStateException("profile cannot be combined with " + credentialsBy);
      }
      if (endpoint != null) {
        Clients.checkEndpoint(endpoint, isInsecureAllowed);
      }
      boolean inPath = isPathStyle == null ? endpoint != null : isPathStyle;
      S3Client own =
          Clients.create(
              new Origin(endpoint, region, profile, credentials, inPath, requestTimeout), settings);
      return new S3Sink(new S3Objects(() -> own, settings, repeat()), own::close);
    }

    @Override
    public String toString() {
      return "S3Sink.Builder[" + (endpoint == null ? "AWS" : endpoint) + ", " + region + "]";
    }
  }
}
