package dev.rivet.sink.s3;

/** Against S3Proxy in this process. */
class S3SinkIT extends S3Contract {
  @Override
  protected S3Server server() {
    return Servers.s3Proxy();
  }
}
