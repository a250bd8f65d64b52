package dev.rivet.dialect.postgres.internal.column;

/**
 * A row of {@code pg_type}. Immutable.
 *
 * @param oid its id
 * @param schema its schema
 * @param name its name
 * @param kind {@code typtype}: b base, c composite, d domain, e enum, m multirange, p pseudo, r range
 * @param isArray whether it is the ordinary array type of {@code element}
 * @param element element type of an array, else 0
 * @param base base type of a domain, else 0
 * @param baseTypmod modifier the domain gives its base type, else -1
 * @param send its binary output function, quoted and with schema; empty if there is none
 */
public record PgType(
    long oid,
    String schema,
    String name,
    char kind,
    boolean isArray,
    long element,
    long base,
    int baseTypmod,
    String send) {

  boolean isBuiltIn() {
    return "pg_catalog".equals(schema);
  }
}
