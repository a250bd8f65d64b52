package dev.rivet.dialect.mysql.internal.driver;

/**
 * A row of MariaDB's driver: its packet, and where the value asked for begins. Valid until the next row.
 *
 * @param packet the driver's buffer
 * @param position of the value's first byte
 */
public record MariaDbRow(byte[] packet, int position) {}
