package dev.rivet.sink.s3.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * How objects are written. Immutable.
 *
 * @param partSize bytes of one request of a large object
 * @param concurrency requests with parts at the same time
 * @param budget bytes that all uploads together keep in memory
 * @param encryption server-side encryption, or null for what the bucket does by default
 * @param kmsKey key of {@code aws:kms}, or null for the bucket's or account's
 * @param storageClass storage class, or null for the bucket's
 * @param payer who pays for requests, or null
 * @param isConditional whether the store honours {@code If-None-Match}
 * @param isCrcSent whether CRC-32C headers are sent besides Content-MD5
 * @param leftoversAfter how long an upload must have been silent to count as left behind
 * @param copyLimit the largest object that is copied in one request
 */
public record Settings(
    int partSize,
    int concurrency,
    long budget,
    @Nullable ServerSideEncryption encryption,
    @Nullable String kmsKey,
    @Nullable String storageClass,
    @Nullable RequestPayer payer,
    boolean isConditional,
    boolean isCrcSent,
    Duration leftoversAfter,
    long copyLimit) {}
