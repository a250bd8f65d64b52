package dev.rivet.tck.http;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a {@link FaultyHttpProxy} does with a request. Immutable. */
public final class Reaction {
  /** How much of a request the server gets to see. */
  enum Forward {
    NOTHING,
    HALF,
    ALL
  }

  /** An answer made up by the proxy. */
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  private static final Reaction PASS =
      new Reaction(
          Forward.ALL,
          Duration.ZERO,
          null,
          true,
          (name, value) -> value,
          body -> body,
          false,
          sent -> sent);

  final Forward forward;
  final Duration delay;
  final @Nullable Answer answer;
  final boolean isAnswered;
  final BinaryOperator<String> header;
  final UnaryOperator<byte[]> body;
  final boolean isAnswerCut;
  final UnaryOperator<byte[]> request;

  private Reaction(
      Forward forward,
      Duration delay,
      @Nullable Answer answer,
      boolean isAnswered,
      BinaryOperator<String> header,
      UnaryOperator<byte[]> body,
      boolean isAnswerCut,
      UnaryOperator<byte[]> request) {
    this.forward = forward;
    this.delay = requireNonNull(delay, "delay");
    this.answer = answer;
    this.isAnswered = isAnswered;
    this.header = requireNonNull(header, "header");
    this.body = requireNonNull(body, "body");
    this.isAnswerCut = isAnswerCut;
    this.request = requireNonNull(request, "request");
  }

  /** As if there were no proxy. */
  public static Reaction pass() {
    return PASS;
  }

  /** The server never sees the request, the client gets this. */
  public static Reaction answer(int status, Map<String, String> headers, String body) {
    return new Reaction(
        Forward.NOTHING,
        Duration.ZERO,
        new Answer(status, Map.copyOf(headers), body.getBytes(StandardCharsets.UTF_8)),
        true,
        PASS.header,
        PASS.body,
        false,
        PASS.request);
  }

  /** The server gets half of the body, then both connections break: what a killed client leaves behind. */
  public static Reaction cut() {
    return new Reaction(
        Forward.HALF, Duration.ZERO, null, false, PASS.header, PASS.body, false, PASS.request);
  }

  /** The server does the work, but the client's connection breaks before the answer. */
  public static Reaction loseAnswer() {
    return new Reaction(
        Forward.ALL, Duration.ZERO, null, false, PASS.header, PASS.body, false, PASS.request);
  }

  /** The server gets another body of the same length than was sent, as by a faulty device on the way. */
  public static Reaction alterRequest(UnaryOperator<byte[]> edit) {
    return new Reaction(
        Forward.ALL, Duration.ZERO, null, true, PASS.header, PASS.body, false, edit);
  }

  /** The client gets half of the answer's body, then its connection breaks. */
  public static Reaction cutAnswer() {
    return new Reaction(
        Forward.ALL, Duration.ZERO, null, true, PASS.header, PASS.body, true, PASS.request);
  }

  /** The server does the work, but the client gets this. */
  public static Reaction doButAnswer(int status, Map<String, String> headers, String body) {
    Reaction made = answer(status, headers, body);
    return new Reaction(
        Forward.ALL, Duration.ZERO, made.answer, true, PASS.header, PASS.body, false, PASS.request);
  }

  /** Passes the request on and changes the answer's headers: from lower-case name and value to the new value. */
  public static Reaction editHeaders(BinaryOperator<String> header) {
    return new Reaction(
        Forward.ALL, Duration.ZERO, null, true, header, PASS.body, false, PASS.request);
  }

  /** The same, and changes the answer's body. */
  public Reaction editBody(UnaryOperator<byte[]> edit) {
    return new Reaction(forward, delay, answer, isAnswered, header, edit, isAnswerCut, request);
  }

  /** The same, after a while. */
  public Reaction after(Duration wait) {
    return new Reaction(forward, wait, answer, isAnswered, header, body, isAnswerCut, request);
  }
}
