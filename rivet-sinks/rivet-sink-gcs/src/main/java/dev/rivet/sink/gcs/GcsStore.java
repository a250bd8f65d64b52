package dev.rivet.sink.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.RewriteResponse;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.StorageOptions;
import dev.rivet.spi.sink.objectstore.ContentTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store's JSON interface, one method per request, nothing repeated. It goes below the convenience of Google's client on purpose:
 * that publishes an unfinished object when its writer is closed, cannot give an upload up, and repeats requests that the library
 * repeats already. Connections, credentials and headers are those of the client's options.
 */
final class GcsStore {
  private static final String FIELDS = "name,size,generation,md5Hash,crc32c,updated";

  /** The status of an upload that wants more. */
  static final int RESUME_INCOMPLETE = 308;

  private final Storage json;
  private final GcsOptions options;

  private GcsStore(Storage json, GcsOptions options) {
    this.json = json;
    this.options = options;
  }

  static GcsStore of(StorageOptions client, GcsOptions options) {
    if (!(client.getTransportOptions() instanceof HttpTransportOptions http)) {
      throw new IllegalArgumentException(
          "this sink speaks HTTP/JSON; make the client with StorageOptions.http(), not grpc()");
    }
    return new GcsStore(
        new Storage.Builder(
                http.getHttpTransportFactory().create(),
                GsonFactory.getDefaultInstance(),
                http.getHttpRequestInitializer(client))
            .setRootUrl(withSlash(client.getResolvedApiaryHost("storage")))
            .setApplicationName(client.getApplicationName())
            .build(),
        options);
  }

  private static String withSlash(String url) {
    return url.endsWith("/") ? url : url + "/";
  }

  private StorageObject description(String name, @Nullable String crc32cHex) {
    StorageObject object = new StorageObject().setName(name).setContentType(ContentTypes.of(name));
    if (options.storageClass() != null) {
      object.setStorageClass(options.storageClass());
    }
    if (crc32cHex != null) {
      object.setCrc32c(Crc32c.toBase64(crc32cHex));
    }
    return object;
  }

  /**
   * A whole object in one request; the store refuses it if the checksum differs.
   *
   * @param generation what the object must be before, 0 for not there, null for anything
   */
  StorageObject insert(
      String bucket, String name, ByteBuffer bytes, String crc32cHex, @Nullable Long generation)
      throws IOException {
    Storage.Objects.Insert request =
        json.objects()
            .insert(
                bucket,
                description(name, crc32cHex),
                new ByteArrayContent(
                    ContentTypes.of(name),
                    bytes.array(),
                    bytes.arrayOffset() + bytes.position(),
                    bytes.remaining()));
    request.getMediaHttpUploader().setDirectUploadEnabled(true);
    request.setDisableGZipContent(true);
    return request
        .setFields(FIELDS)
        .setUserProject(options.userProject())
        .setKmsKeyName(options.kmsKey())
        .setIfGenerationMatch(generation)
        .execute();
  }

  StorageObject get(String bucket, String name) throws IOException {
    return json.objects()
        .get(bucket, name)
        .setFields(FIELDS)
        .setUserProject(options.userProject())
        .execute();
  }

  /**
   * The bytes from an offset to the end.
   *
   * @param generation the only one to read, null for the current
   */
  HttpResponse media(String bucket, String name, long offset, @Nullable Long generation)
      throws IOException {
    Storage.Objects.Get request =
        json.objects()
            .get(bucket, name)
            .setGeneration(generation)
            .setUserProject(options.userProject());
    request.setAlt("media");
    HttpRequest http =
        json.getRequestFactory()
            .buildGetRequest(new GenericUrl(request.buildHttpRequestUrl().build(), true));
    http.getHeaders().setAcceptEncoding("identity");
    if (offset > 0) {
      http.getHeaders().setRange("bytes=" + offset + "-");
    }
    http.setResponseReturnRawInputStream(true);
    return GoogleJsonResponseException.execute(GsonFactory.getDefaultInstance(), http);
  }

  private static final String ROOT = "/storage/v1/b/";

  List<StorageObject> list(String bucket, String prefix) throws IOException {
    List<StorageObject> all = new ArrayList<>();
    String page = null;
    do {
      Objects objects =
          json.objects()
              .list(bucket)
              .setPrefix(prefix)
              .setFields("nextPageToken,items(" + FIELDS + ")")
              .setUserProject(options.userProject())
              .setPageToken(page)
              .execute();
      if (objects.getItems() != null) {
        all.addAll(objects.getItems());
      }
      page = objects.getNextPageToken();
    } while (page != null && !page.isEmpty());
    return all;
  }

  /** A copy inside the store, in as many requests as it wants. */
  StorageObject rewrite(String bucket, StorageObject from, String toBucket, String to)
      throws IOException {
    String token = null;
    while (true) {
      RewriteResponse answer =
          json.objects()
              .rewrite(bucket, from.getName(), toBucket, to, new StorageObject())
              .setSourceGeneration(from.getGeneration())
              .setDestinationKmsKeyName(options.kmsKey())
              .setUserProject(options.userProject())
              .setRewriteToken(token)
              .execute();
      if (Boolean.TRUE.equals(answer.getDone())) {
        return answer.getResource();
      }
      token = answer.getRewriteToken();
    }
  }

  /**
   * Removes an object.
   *
   * @param generation the only one to remove, null for any
   */
  void delete(String bucket, String name, @Nullable Long generation) throws IOException {
    json.objects()
        .delete(bucket, name)
        .setIfGenerationMatch(generation)
        .setUserProject(options.userProject())
        .execute();
  }

  // Resumable uploads

  /** Begins an upload; the answer is the address of its session, a secret that lets anybody write there. */
  String openSession(String bucket, String name) throws IOException {
    Storage.Objects.Insert request = json.objects().insert(bucket, description(name, null));
    request.setUploadType("resumable").setName(name).setFields(FIELDS);
    request.setUserProject(options.userProject()).setKmsKeyName(options.kmsKey());
    String url = request.buildHttpRequestUrl().build().replace(ROOT, "/upload" + ROOT);
    HttpRequest http =
        json.getRequestFactory()
            .buildPostRequest(
                new GenericUrl(url, true),
                new JsonHttpContent(GsonFactory.getDefaultInstance(), description(name, null)));
    http.getHeaders().set("X-Upload-Content-Type", ContentTypes.of(name));
    HttpResponse response =
        GoogleJsonResponseException.execute(GsonFactory.getDefaultInstance(), http);
    try {
      String session = response.getHeaders().getLocation();
      if (session == null) {
        throw new IOException("the store began an upload without saying where");
      }
      return session;
    } finally {
      response.disconnect();
    }
  }

  /**
   * Sends bytes to a session, or asks how far it is.
   *
   * @param bytes null to ask
   * @param range of these bytes, as the header says it
   * @param crc32cHex checksum of the whole object, with the last bytes
   * @return an answer of status 2xx or 308; others are thrown
   */
  HttpResponse put(
      String session, @Nullable ByteBuffer bytes, String range, @Nullable String crc32cHex)
      throws IOException {
    HttpContent content =
        bytes == null
            ? new EmptyContent()
            : new ByteArrayContent(
                null, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    HttpRequest http =
        json.getRequestFactory().buildPutRequest(new GenericUrl(session, true), content);
    http.getHeaders().setContentRange(range);
    if (crc32cHex != null) {
      http.getHeaders().set("X-Goog-Hash", "crc32c=" + Crc32c.toBase64(crc32cHex));
    }
    http.setParser(json.getObjectParser());
    http.setFollowRedirects(false);
    http.setThrowExceptionOnExecuteError(false);
    HttpResponse response = http.execute();
    if (response.isSuccessStatusCode() || response.getStatusCode() == RESUME_INCOMPLETE) {
      return response;
    }
    throw GoogleJsonResponseException.from(GsonFactory.getDefaultInstance(), response);
  }

  /** Gives an upload up; the store forgets what it was sent. */
  void cancel(String session) throws IOException {
    HttpRequest http = json.getRequestFactory().buildDeleteRequest(new GenericUrl(session, true));
    http.setThrowExceptionOnExecuteError(false);
    http.execute().disconnect();
  }
}
