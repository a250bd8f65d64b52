package dev.rivet.sink.gcs;

import static java.util.Objects.requireNonNull;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.spi.sink.objectstore.Endpoint;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link GcsSink}.
 *
 * <p>Defaults: application default credentials, Google's own endpoint, chunks of 8 MiB, storage class and encryption key of the
 * bucket, the bucket's owner pays. Not thread-safe; not to be used after {@link #build}.
 */
public final class GcsSinkBuilder {
  static final GcsOptions DEFAULTS = new GcsOptions(8 << 20, null, null, null);

  private static final long CHUNK_UNIT = 256L << 10;
  private static final long LARGEST_CHUNK = 1L << 30;
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private @Nullable Storage client;
  private @Nullable Credentials credentials;
  private @Nullable String credentialsBy;
  private @Nullable String projectId;
  private @Nullable URI endpoint;
  private boolean insecureAllowed;
  private DataSize chunkSize = DataSize.ofBytes(DEFAULTS.chunkSize());
  private @Nullable String storageClass;
  private @Nullable String kmsKey;
  private @Nullable String userProject;

  GcsSinkBuilder() {}

  /** The application's client. It excludes what the client already decides: credentials, project and endpoint. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder client(Storage storage) {
    client = requireNonNull(storage, "client");
    return this;
  }

  /**
   * The SDK's own search: {@code GOOGLE_APPLICATION_CREDENTIALS}, the user's gcloud login, workload identity, the machine's service
   * account. The default.
   *
   * @throws IllegalStateException if nothing is found
   */
  @CanIgnoreReturnValue
  public GcsSinkBuilder applicationDefault() {
    return credentials("applicationDefault()", applicationDefaultCredentials());
  }

  /**
   * A service account's key file.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  @CanIgnoreReturnValue
  public GcsSinkBuilder serviceAccount(Path keyFile) {
    try (InputStream in = Files.newInputStream(keyFile)) {
      return serviceAccount(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the key file '" + keyFile + "'", e);
    }
  }

  /**
   * A service account's key as JSON; the stream stays the caller's.
   *
   * @throws IllegalArgumentException if it is none
   */
  @CanIgnoreReturnValue
  public GcsSinkBuilder serviceAccount(InputStream key) {
    try {
      return credentials(
          "serviceAccount(…)", com.google.auth.oauth2.ServiceAccountCredentials.fromStream(key));
    } catch (IOException e) {
      // Its message may quote the key.
      throw new IllegalArgumentException(
          "this is not the JSON key of a service account: " + e.getClass().getSimpleName());
    }
  }

  /** Any other credentials of Google's library, for example impersonated ones. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder credentials(Credentials newCredentials) {
    return credentials("credentials(…)", requireNonNull(newCredentials, "credentials"));
  }

  /** No credentials: for emulators. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder anonymous() {
    return credentials("anonymous()", NoCredentials.getInstance());
  }

  private GcsSinkBuilder credentials(String by, Credentials newCredentials) {
    if (credentialsBy != null) {
      throw new IllegalStateException(
          "credentials were already chosen by " + credentialsBy + "; " + by + " excludes it");
    }
    credentialsBy = by;
    credentials =
        newCredentials instanceof GoogleCredentials google && google.createScopedRequired()
            ? google.createScoped(SCOPE)
            : newCredentials;
    return this;
  }

  /** Project of the client; objects belong to their bucket's project whatever is said here. Default: what the SDK finds. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder projectId(String id) {
    projectId = requireNonNull(id, "projectId");
    return this;
  }

  /** Another address of the service: https, or plain HTTP on this machine. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder endpoint(URI uri) {
    endpoint = requireNonNull(uri, "endpoint");
    return this;
  }

  /** Accepts plain HTTP to other machines: data and access tokens can then be read on the way. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder allowInsecureEndpoint() {
    insecureAllowed = true;
    return this;
  }

  /**
   * Bytes per request of a resumable upload, and the size up to which a part goes in one request. An upload holds two of them in
   * memory at most. Default 8 MiB.
   *
   * @param size a multiple of 256 KiB, at most 1 GiB
   */
  @CanIgnoreReturnValue
  public GcsSinkBuilder chunkSize(DataSize size) {
    long bytes = size.bytes();
    if (bytes < CHUNK_UNIT || bytes > LARGEST_CHUNK || bytes % CHUNK_UNIT != 0) {
      throw new IllegalArgumentException(
          "chunkSize must be a multiple of 256 KiB, at most 1 GiB: " + size);
    }
    chunkSize = size;
    return this;
  }

  /** Storage class of new objects, for example {@code NEARLINE}. Default: the bucket's. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder storageClass(String name) {
    storageClass = requireNonNull(name, "storageClass");
    return this;
  }

  /** Key that encrypts new objects: {@code projects/…/locations/…/keyRings/…/cryptoKeys/…}. Default: the bucket's. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder kmsKey(String resourceName) {
    kmsKey = requireNonNull(resourceName, "kmsKey");
    return this;
  }

  /** Project that pays for requests to a requester-pays bucket. */
  @CanIgnoreReturnValue
  public GcsSinkBuilder userProject(String id) {
    userProject = requireNonNull(id, "userProject");
    return this;
  }

  /**
   * The sink; nothing is sent yet.
   *
   * @throws IllegalStateException if options exclude each other, or no credentials are found
   * @throws IllegalArgumentException if the endpoint is plain HTTP to another machine
   */
  public GcsSink build() {
    GcsOptions options = new GcsOptions((int) chunkSize.bytes(), storageClass, kmsKey, userProject);
    Storage given = client;
    if (given != null) {
      if (credentialsBy != null || projectId != null || endpoint != null) {
        throw new IllegalStateException(
            "client(…) already decides credentials, project and endpoint; set them there");
      }
      return new GcsSink(given.getOptions(), options);
    }
    return new GcsSink(clientOptions(), options);
  }

  static StorageOptions defaultClient() {
    return new GcsSinkBuilder().clientOptions();
  }

  private StorageOptions clientOptions() {
    var options =
        StorageOptions.http()
            .setCredentials(credentials == null ? applicationDefaultCredentials() : credentials)
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout(20_000)
                    .setReadTimeout(60_000)
                    .build());
    if (projectId != null) {
      options.setProjectId(projectId);
    }
    if (endpoint != null) {
      options.setHost(Endpoint.checked(endpoint, insecureAllowed).toString());
    }
    return options.build();
  }

  private static Credentials applicationDefaultCredentials() {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException e) {
      throw new IllegalStateException(
          "no application default credentials: set GOOGLE_APPLICATION_CREDENTIALS, run 'gcloud auth"
              + " application-default login', or use serviceAccount(…) or client(…)",
          e);
    }
  }
}
