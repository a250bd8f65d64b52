package dev.rivet.dialect.postgres.internal.column;

/**
 * A column as the source has it. Immutable.
 *
 * @param name its name
 * @param nativeType its type in SQL, with modifiers
 * @param typeOid its declared type, possibly a domain
 * @param typmod its modifier, -1 for none
 * @param isNotNull whether the catalog guarantees values
 */
public record SourceColumn(
    String name, String nativeType, long typeOid, int typmod, boolean isNotNull) {}
