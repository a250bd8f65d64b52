package dev.rivet.internal.finish;

import dev.rivet.internal.commit.PartNames;
import dev.rivet.internal.run.Events;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Objects of runs that will never count. They are moved aside, not deleted, and only if this export named them (M9); a failure is
 * a warning, because no reader of the manifest ever sees them.
 */
public final class Leftovers {
  private final Sink sink;
  private final Location prefix;
  private final String export;
  private final Events events;

  /** Below one prefix, for one export. */
  public Leftovers(Sink sink, Location prefix, String export, Events events) {
    this.sink = sink;
    this.prefix = prefix;
    this.export = export;
    this.events = events;
  }

  /** Removes unfinished writes of crashed processes. */
  public void removeUnfinished() {
    if (sink instanceof DirectSink direct) {
      try {
        direct.removeLeftovers(prefix, export + "_", name -> PartNames.isOwnOrCut(name, export));
      } catch (IOException e) {
        events.warn(
            "LEFTOVERS",
            "unfinished writes below " + prefix + " could not be removed: " + e.getMessage());
      }
    }
  }

  /**
   * Moves parts of a run aside that nothing lists.
   *
   * @param runId run whose parts are meant
   * @param listed names that count
   */
  public void quarantine(String runId, Set<String> listed) {
    if (!(sink instanceof MovingSink moving)) {
      return;
    }
    for (ObjectKey key : untracked(moving, runId, listed)) {
      try {
        moving.move(key, key.sibling("_quarantine/" + runId + "/" + key.name()));
      } catch (IOException e) {
        events.warn(
            "QUARANTINE",
            "'" + key + "' is listed nowhere and could not be moved aside: " + e.getMessage());
      }
    }
  }

  /** Deletes all parts of a run that is known to have committed nothing (QG4). */
  public void discard(String runId) {
    if (!(sink instanceof MovingSink moving)) {
      return;
    }
    for (ObjectKey key : untracked(moving, runId, Set.of())) {
      try {
        moving.delete(key);
      } catch (IOException e) {
        events.warn("LEFTOVERS", "'" + key + "' could not be deleted: " + e.getMessage());
      }
    }
  }

  private List<ObjectKey> untracked(MovingSink moving, String runId, Set<String> listed) {
    try {
      return moving.list(prefix).stream()
          .map(StoredObject::key)
          .filter(k -> k.name().startsWith(runId + "_s"))
          .filter(k -> PartNames.isOwn(k.name(), export))
          .filter(k -> !listed.contains(k.name()))
          .toList();
    } catch (IOException e) {
      events.warn("LEFTOVERS", prefix + " could not be listed: " + e.getMessage());
      return List.of();
    }
  }
}
