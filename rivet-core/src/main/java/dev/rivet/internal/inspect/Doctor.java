package dev.rivet.internal.inspect;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.inspect.DoctorReport;
import dev.rivet.inspect.DoctorReport.Category;
import dev.rivet.inspect.DoctorReport.Check;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.redact.Redactor;
import dev.rivet.internal.resource.Resources;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.unit.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Looks the environment over (DO1–DO3). Every probe has a deadline of its own, repeats nothing and cleans up after itself. */
public final class Doctor {
  private final Resources resources;
  private final Duration deadline;

  /** With a deadline per probe. */
  public Doctor(Resources resources, Duration deadline) {
    this.resources = resources;
    this.deadline = deadline;
  }

  /** Definitions, source, state store, and each distinct destination. */
  public DoctorReport examine(List<Export> exports) {
    List<Check> checks = new ArrayList<>();
    if (!exports.isEmpty()) {
      checks.add(definitions(exports));
    }
    checks.add(within("source", this::source));
    checks.add(within("state store", this::stateStore));
    Set<Location> destinations = new LinkedHashSet<>();
    exports.forEach(e -> destinations.add(SinkProbe.fixedPart(e.destination())));
    for (Location destination : destinations) {
      String name = "destination " + Redactor.secrets(destination.toString());
      checks.add(within(name, () -> SinkProbe.probe(resources, name, destination)));
    }
    return DoctorReport.of(checks);
  }

  private static Check definitions(List<Export> exports) {
    Set<String> seen = new HashSet<>();
    List<String> twice =
        exports.stream().map(Export::name).filter(n -> !seen.add(n)).distinct().toList();
    return twice.isEmpty()
        ? ok("definitions", exports.size() + " with names of their own")
        : new Check(
            "definitions",
            false,
            Category.DEFINITION,
            "more than one is named " + twice,
            "The name is the key of all state; give each its own with named(…).");
  }

  private Check source() {
    SourceIdentity identity =
        resources
            .source()
            .with(
                Tuning.balanced().statementTimeout(deadline),
                "connecting",
                Context.export("-"),
                session -> session.identity());
    String pooler =
        identity.pooler().equals("direct") ? "" : ", behind a pooler: " + identity.pooler();
    return ok(
        "source",
        identity.product()
            + " "
            + identity.version()
            + ", database "
            + identity.database()
            + pooler);
  }

  private Check stateStore() {
    int exports = new StateReader(resources).exports().size();
    return ok("state store", exports + " exports in namespace " + resources.namespace());
  }

  static Check ok(String name, String detail) {
    return new Check(name, true, Category.OK, detail, "");
  }

  /** A probe that hangs is left behind on its thread; it ends with its connection. */
  private Check within(String name, Supplier<Check> probe) {
    FutureTask<Check> task = new FutureTask<>(probe::get);
    resources.executor().execute(task);
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      boolean unused = task.cancel(true);
      return new Check(
          name,
          false,
          Category.CONNECTIVITY,
          "no answer within " + deadline.toMillis() + " ms",
          "Check host, port, firewall and pool; nothing answers.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Check(name, false, Category.ERROR, "interrupted", "");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return failed(name, cause == null ? e : cause);
    }
  }

  private static Check failed(String name, Throwable cause) {
    if (cause instanceof RivetException failure) {
      List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
      String hint = String.join(" ", lines.subList(1, lines.size())).strip();
      return new Check(name, false, category(failure.code()), lines.get(0), hint);
    }
    return new Check(
        name,
        false,
        Category.ERROR,
        cause.getClass().getSimpleName()
            + ": "
            + Redactor.secrets(String.valueOf(cause.getMessage())),
        "");
  }

  static Category category(ErrorCode code) {
    return switch (code) {
      case SOURCE_AUTHENTICATION -> Category.AUTH;
      case SOURCE_UNREACHABLE, SOURCE_OVERLOADED -> Category.CONNECTIVITY;
      case SOURCE_PERMISSION, SINK_PERMISSION -> Category.PERMISSION;
      case RELATION_NOT_FOUND -> Category.NOT_FOUND;
      case SINK_NOT_FOUND, DESTINATION_INVALID, DIALECT_NOT_FOUND -> Category.DEFINITION;
      default -> Category.ERROR;
    };
  }
}
