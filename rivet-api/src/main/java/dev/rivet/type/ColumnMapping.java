package dev.rivet.type;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One output column as planned. Immutable.
 *
 * @param name name in the file, exactly as the source spells it
 * @param nativeType the source's type with length or precision, for example {@code numeric(10,2)}
 * @param type what is written
 * @param nullable false only where the source guarantees it or the definition demands it; a NULL then fails the run
 * @param fidelity how much survives
 * @param metadata further facts for the file's field metadata, for example {@code srid} or {@code policy_applied}
 */
public record ColumnMapping(
    String name,
    String nativeType,
    RivetType type,
    boolean nullable,
    Fidelity fidelity,
    Map<String, String> metadata) {
  /** Copies the map. */
  public ColumnMapping {
    requireNonNull(name, "name");
    requireNonNull(nativeType, "nativeType");
    requireNonNull(type, "type");
    requireNonNull(fidelity, "fidelity");
    metadata = Map.copyOf(metadata);
  }
}
