package dev.rivet.sink.s3;

/** A real MinIO behind a way that misbehaves, where there is one. */
class S3SinkFaultMinioIT extends S3SinkFaultIT {
  @Override
  protected S3Server server() {
    return Servers.minio();
  }
}
