package dev.rivet.dialect.jdbc.internal.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SQL spelling of names, as the driver's metadata asks for it; nothing from outside enters a statement in another way (SQ1, ED2).
 * Immutable.
 *
 * @param quote what stands around a name, empty if the database has no such thing
 * @param escape what stands before a wildcard in metadata patterns
 * @param hasSchemas whether a table may be named with its schema
 * @param hasCatalogs whether a table may be named with its catalog
 * @param separator between catalog and the rest
 * @param isCatalogFirst whether the catalog comes first
 */
record Names(
    String quote,
    String escape,
    boolean hasSchemas,
    boolean hasCatalogs,
    String separator,
    boolean isCatalogFirst) {

  static Names of(DatabaseMetaData metaData) throws SQLException {
    String quote = metaData.getIdentifierQuoteString();
    String escape = metaData.getSearchStringEscape();
    String separator = metaData.getCatalogSeparator();
    return new Names(
        quote == null ? "" : quote.trim(),
        escape == null ? "" : escape,
        metaData.supportsSchemasInDataManipulation(),
        metaData.supportsCatalogsInDataManipulation(),
        separator == null || separator.isEmpty() ? "." : separator,
        metaData.isCatalogAtStart());
  }

  /** A quoted identifier; a database without quotes gets plain names only. */
  String quoted(String name) throws SQLException {
    if (!quote.isEmpty()) {
      return quote + name.replace(quote, quote + quote) + quote;
    }
    boolean plain = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      plain &=
          c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9';
    }
    if (!plain) {
      throw new SQLException(
          "this database cannot quote the name \"" + name + "\"; select it under another in a view",
          "42000");
    }
    return name;
  }

  /** A quoted table with what it needs in front. */
  String table(@Nullable String catalog, @Nullable String schema, String name) throws SQLException {
    String text = quoted(name);
    if (hasSchemas && schema != null && !schema.isEmpty()) {
      return quoted(schema) + "." + text;
    }
    if (hasCatalogs && catalog != null && !catalog.isEmpty()) {
      return isCatalogFirst
          ? quoted(catalog) + separator + text
          : text + separator + quoted(catalog);
    }
    return text;
  }

  /** A name as a pattern that matches itself alone. */
  String pattern(String name) {
    return escape.isEmpty()
        ? name
        : name.replace(escape, escape + escape)
            .replace("_", escape + "_")
            .replace("%", escape + "%");
  }

  /** A URL may hold a password: what is kept of it cannot be turned back. */
  static String fingerprint(String url) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
