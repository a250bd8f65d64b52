package dev.rivet.sink.s3;

/** Against a real MinIO, where there is one. */
class S3SinkMinioIT extends S3Contract {
  @Override
  protected S3Server server() {
    return Servers.minio();
  }
}
