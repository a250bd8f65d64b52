package dev.rivet.sink.s3.internal;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients. */
public final class Clients {
  private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

  private Clients() {}

  /**
   * What a client is made of. Immutable.
   *
   * @param endpoint another store than AWS, or null
   * @param region region, or null to look for it where the SDK does
   * @param profile profile of the shared configuration files, or null
   * @param credentials credentials, or null for the SDK's default chain
   * @param isPathStyle whether the bucket is part of the path
   * @param requestTimeout longest time for one request, or null for what a part needs on a slow line
   */
  public record Origin(
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable String profile,
      @Nullable AwsCredentialsProvider credentials,
      boolean isPathStyle,
      @Nullable Duration requestTimeout) {
    @Override
    public String toString() {
      return "Origin[" + (endpoint == null ? "AWS" : endpoint) + ", " + region + "]";
    }
  }

  /** One client for the given sizes; without retries, because others repeat (RT5). */
  public static S3Client create(Origin origin, Settings settings) {
    Duration longest =
        origin.requestTimeout() == null
            ? Duration.ofSeconds(Math.max(60, settings.partSize() / SLOWEST_BYTES_PER_SECOND))
            : origin.requestTimeout();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(settings.concurrency() + 64)
                    .connectionTimeout(Duration.ofSeconds(10))
                    .socketTimeout(Duration.ofSeconds(30)))
            .overrideConfiguration(
                o -> {
                  o.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallAttemptTimeout(longest);
                  if (origin.profile() != null) {
                    o.defaultProfileName(origin.profile());
                  }
                })
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .forcePathStyle(origin.isPathStyle())
            .region(region(origin));
    if (origin.endpoint() != null) {
      builder.endpointOverride(origin.endpoint());
    }
    if (origin.credentials() != null) {
      builder.credentialsProvider(origin.credentials());
    }
    return builder.build();
  }

  private static Region region(Origin origin) {
    if (origin.region() != null) {
      return Region.of(origin.region());
    }
    try {
      return DefaultAwsRegionProviderChain.builder()
          .profileName(origin.profile())
          .build()
          .getRegion();
    } catch (SdkClientException e) {
      if (origin.endpoint() != null) {
        return Region.US_EAST_1; // Other stores sign with it, and most do not care.
      }
      throw new IllegalStateException(
          "no AWS region: S3Sink.builder().region(…), the environment or a profile has to name it",
          e);
    }
  }

  /**
   * Refuses an endpoint over which others could read data and credentials.
   *
   * @throws IllegalArgumentException saying what to do instead
   */
  public static void checkEndpoint(URI endpoint, boolean isInsecureAllowed) {
    String scheme =
        endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
    String host = endpoint.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "endpoint must be https://host or http://host with a port if needed");
    }
    if (endpoint.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "endpoint at " + host + " contains credentials; give them by credentials(…)");
    }
    if (scheme.equals("http") && !isLoopback(host) && !isInsecureAllowed) {
      throw new IllegalArgumentException(
          "endpoint http://"
              + host
              + " is not encrypted; use https, or allowInsecureEndpoint() if nobody else can"
              + " listen");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** Made when first asked for, once. */
  public static Supplier<S3Client> lazily(Supplier<S3Client> maker) {
    requireNonNull(maker, "maker");
    return new Supplier<>() {
      private @Nullable S3Client client;

      @Override
      public synchronized S3Client get() {
        S3Client made = client;
        if (made == null) {
          made = maker.get();
          client = made;
        }
        return made;
      }
    };
  }
}
