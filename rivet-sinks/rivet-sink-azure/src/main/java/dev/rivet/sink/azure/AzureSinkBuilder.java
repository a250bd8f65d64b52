package dev.rivet.sink.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.spi.sink.objectstore.Endpoint;
import dev.rivet.unit.DataSize;
import java.net.URI;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link AzureSink}.
 *
 * <p>Defaults: the public cloud's endpoint of the account, blocks of 8 MiB, one block of an upload on its way at a time, the
 * account's tier and encryption. There is no default for credentials. Not thread-safe; not to be used after {@link #build}.
 */
public final class AzureSinkBuilder {
  private static final long LARGEST_BLOCK = 1L << 30;
  private static final int MOST_CONCURRENT = 64;

  private @Nullable AzureContainers containers;
  private @Nullable String account;
  private @Nullable URI endpoint;
  private boolean insecureAllowed;
  private @Nullable String credentialsBy;
  private Consumer<BlobServiceClientBuilder> credentials = builder -> {};
  private @Nullable String accountKey;
  private @Nullable String connectionString;
  private DataSize blockSize = DataSize.ofMebibytes(8);
  private int concurrency = 1;
  private @Nullable String accessTier;
  private @Nullable String encryptionScope;
  private @Nullable String customerKey;

  AzureSinkBuilder() {}

  /** The application's client for an account. It excludes what the client already decides. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder client(BlobServiceClient client) {
    return containers(AzureContainers.of(requireNonNull(client, "client")));
  }

  /** The application's client for a container, the only one the sink then writes to. It excludes what the client already decides. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder client(BlobContainerClient client) {
    return containers(AzureContainers.only(requireNonNull(client, "client")));
  }

  private AzureSinkBuilder containers(AzureContainers given) {
    if (containers != null) {
      throw new IllegalStateException("client(…) was already called");
    }
    containers = given;
    return this;
  }

  /** Name of the storage account; its endpoint in the public cloud is used unless {@link #endpoint} says otherwise. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder account(String name) {
    account = requireNonNull(name, "account");
    return this;
  }

  /** Another address of the account, for other clouds and emulators: https, or plain HTTP on this machine. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder endpoint(URI uri) {
    endpoint = requireNonNull(uri, "endpoint");
    return this;
  }

  /** Accepts plain HTTP to other machines: data and signatures can then be read on the way. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder allowInsecureEndpoint() {
    insecureAllowed = true;
    return this;
  }

  /** A key of the account; needs {@link #account}. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder accountKey(String key) {
    accountKey = requireNonNull(key, "accountKey");
    return credentials("accountKey(…)", builder -> {});
  }

  /**
   * A shared access signature with read, write, delete, list and create, for the account or the container. A leading question mark
   * is ignored; one that ends within an hour is warned about.
   *
   * @throws IllegalArgumentException if it has expired
   */
  @CanIgnoreReturnValue
  public AzureSinkBuilder sasToken(String token) {
    String checked = Sas.checked(token, Clock.systemUTC().instant());
    return credentials("sasToken(…)", builder -> builder.sasToken(checked));
  }

  /** An identity: of azure-identity, for example {@code DefaultAzureCredential} or a managed identity. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder credential(TokenCredential identity) {
    requireNonNull(identity, "credential");
    return credentials("credential(…)", builder -> builder.credential(identity));
  }

  /** Account, endpoint and credentials in one text, as the portal shows it. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder connectionString(String text) {
    connectionString = requireNonNull(text, "connectionString");
    return credentials("connectionString(…)", builder -> {});
  }

  private AzureSinkBuilder credentials(String by, Consumer<BlobServiceClientBuilder> apply) {
    if (credentialsBy != null) {
      throw new IllegalStateException(
          "credentials were already chosen by " + credentialsBy + "; " + by + " excludes it");
    }
    credentialsBy = by;
    credentials = apply;
    return this;
  }

  /**
   * Bytes per staged block, and the size up to which a part goes in one request. Default 8 MiB. A blob has at most 50,000 blocks.
   *
   * @param size from 64 KiB to 1 GiB
   */
  @CanIgnoreReturnValue
  public AzureSinkBuilder blockSize(DataSize size) {
    if (size.bytes() < 1 << 16 || size.bytes() > LARGEST_BLOCK) {
      throw new IllegalArgumentException("blockSize must be from 64 KiB to 1 GiB: " + size);
    }
    blockSize = size;
    return this;
  }

  /**
   * Blocks of one upload on their way at the same time. An upload holds one more than that in memory. Default 1.
   *
   * @param blocks from 1 to 64
   */
  @CanIgnoreReturnValue
  public AzureSinkBuilder concurrency(int blocks) {
    if (blocks < 1 || blocks > MOST_CONCURRENT) {
      throw new IllegalArgumentException("concurrency must be from 1 to 64: " + blocks);
    }
    concurrency = blocks;
    return this;
  }

  /** Access tier of new blobs, for example {@code Cool}. Default: the account's. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder accessTier(String tier) {
    accessTier = requireNonNull(tier, "accessTier");
    return this;
  }

  /** Encryption scope of new blobs. Excludes {@link #customerKey}. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder encryptionScope(String scope) {
    encryptionScope = requireNonNull(scope, "encryptionScope");
    return this;
  }

  /** A customer-provided AES-256 key in Base64, sent with every request; who reads the blobs needs it too. */
  @CanIgnoreReturnValue
  public AzureSinkBuilder customerKey(String base64) {
    customerKey = requireNonNull(base64, "customerKey");
    return this;
  }

  /**
   * The sink; nothing is sent yet.
   *
   * @throws IllegalStateException if options exclude each other, or account or credentials are missing
   * @throws IllegalArgumentException if the endpoint is plain HTTP to another machine
   */
  public AzureSink build() {
    AzureOptions options = new AzureOptions((int) blockSize.bytes(), concurrency, accessTier);
    AzureContainers given = containers;
    if (given == null) {
      return new AzureSink(AzureContainers.of(newClient()), options);
    }
    if (credentialsBy != null
        || account != null
        || endpoint != null
        || encryptionScope != null
        || customerKey != null) {
      throw new IllegalStateException(
          "client(…) already decides account, endpoint, credentials and encryption; set them"
              + " there");
    }
    return new AzureSink(given, options);
  }

  private BlobServiceClient newClient() {
    if (credentialsBy == null) {
      throw new IllegalStateException(
          "no credentials: use credential(…), sasToken(…), accountKey(…), connectionString(…) or"
              + " client(…)");
    }
    if (encryptionScope != null && customerKey != null) {
      throw new IllegalStateException("encryptionScope(…) and customerKey(…) exclude each other");
    }
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder().httpClient(new JdkHttpClientBuilder().build());
    if (connectionString != null) {
      if (account != null || endpoint != null) {
        throw new IllegalStateException("connectionString(…) already holds account and endpoint");
      }
      builder.connectionString(connectionString);
    } else {
      builder.endpoint(endpoint());
      credentials.accept(builder);
    }
    if (accountKey != null) {
      builder.credential(new StorageSharedKeyCredential(requireAccount(), accountKey));
    }
    if (encryptionScope != null) {
      builder.encryptionScope(encryptionScope);
    }
    if (customerKey != null) {
      builder.customerProvidedKey(new CustomerProvidedKey(customerKey));
    }
    BlobServiceClient client = builder.buildClient();
    URI checked = Endpoint.checked(URI.create(client.getAccountUrl()), insecureAllowed);
    assert checked.getHost() != null;
    return client;
  }

  private String endpoint() {
    return endpoint != null
        ? Endpoint.checked(endpoint, insecureAllowed).toString()
        : "https://" + requireAccount() + ".blob.core.windows.net";
  }

  private String requireAccount() {
    if (account == null) {
      throw new IllegalStateException("account(…) was not set");
    }
    return account;
  }
}
