package dev.rivet.internal.run;

import dev.rivet.internal.json.RivetJson;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunListener;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to the listener, one at a time, and keeps those that belong in the journal (I12). Thread-safe. */
public final class Events {
  private static final Logger log = LoggerFactory.getLogger("dev.rivet.run");

  private final RunListener listener;
  private final Clock clock;
  private final StringBuilder journal = new StringBuilder();
  private final List<String> warnings = new ArrayList<>();

  /** For one run. */
  public Events(RunListener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** Time for a new event. */
  public Instant now() {
    return clock.instant();
  }

  /** Tells. A listener that throws is logged and otherwise ignored (TF4). */
  public synchronized void tell(RunEvent event) {
    if (!(event instanceof RunEvent.Progress)) {
      journal.append(RivetJson.line(event.getClass().getSimpleName(), event)).append('\n');
    }
    if (event instanceof RunEvent.Warning warning) {
      warnings.add(warning.code() + ": " + warning.message());
      log.warn("{}: {}", warning.code(), warning.message());
    }
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      log.warn("a run listener failed on {}", event.getClass().getSimpleName(), e);
    }
  }

  /** Something a person should know. */
  public void warn(String code, String message) {
    tell(new RunEvent.Warning(now(), code, message));
  }

  /** Warnings so far. */
  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The journal so far, as JSON lines. */
  public synchronized String journal() {
    return journal.toString();
  }
}
