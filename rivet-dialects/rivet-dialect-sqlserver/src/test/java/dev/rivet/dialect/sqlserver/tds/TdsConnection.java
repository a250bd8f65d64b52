package dev.rivet.dialect.sqlserver.tds;

import dev.rivet.dialect.sqlserver.tds.TdsServer.Column;
import dev.rivet.dialect.sqlserver.tds.TdsServer.Request;
import dev.rivet.dialect.sqlserver.tds.TdsServer.Result;
import dev.rivet.dialect.sqlserver.tds.TdsServer.SqlError;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client: PRELOGIN, LOGIN7, then batches, remote procedures and attentions. */
final class TdsConnection {
  private static final int DONE = 0xFD;
  private static final int DONE_PROC = 0xFE;
  private static final int DONE_IN_PROC = 0xFF;
  private static final int MORE = 0x01;
  private static final int ERROR = 0x02;
  private static final int COUNT = 0x10;
  private static final int ATTENTION_ACKNOWLEDGED = 0x20;

  private static final int EXECUTE_SQL = 10;
  private static final int PREPARE = 11;
  private static final int PREPARE_AND_EXECUTE = 13;

  private final DataInputStream in;
  private final TdsOutput out;
  private final Function<Request, @Nullable Result> backend;
  private final List<String> log;
  private int type;

  TdsConnection(Socket socket, Function<Request, @Nullable Result> backend, List<String> log)
      throws IOException {
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new TdsOutput(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    this.backend = backend;
    this.log = log;
  }

  void run() throws IOException {
    while (true) {
      byte[] message;
      try {
        message = message();
      } catch (EOFException e) {
        return;
      }
      switch (type) {
        case 0x12 -> preLogin();
        case 0x10 -> login(message);
        case 0x01 -> answer(batch(message), false);
        case 0x03 -> answer(procedure(message), true);
        case 0x06 -> simple(ATTENTION_ACKNOWLEDGED);
        case 0x0E -> simple(0); // transaction manager request
        default -> throw new IOException("packet type " + type);
      }
    }
  }

  private byte[] message() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      type = in.readUnsignedByte();
      int status = in.readUnsignedByte();
      int length = in.readUnsignedShort();
      in.readInt();
      body.write(in.readNBytes(length - 8));
      if ((status & 1) != 0) {
        return body.toByteArray();
      }
    }
  }

  private void simple(int status) throws IOException {
    out.done(DONE, status, 0);
    out.flush(true);
  }

  /** Version 16, encryption not supported, default instance. */
  private void preLogin() throws IOException {
    byte[][] options = {{16, 0, 0x10, 0, 0, 0}, {2}, {0}, {}};
    int offset = 5 * options.length + 1;
    for (int i = 0; i < options.length; i++) {
      out.u8(i);
      out.u8(offset >> 8);
      out.u8(offset);
      out.u8(options[i].length >> 8);
      out.u8(options[i].length);
      offset += options[i].length;
    }
    out.u8(0xFF);
    for (byte[] option : options) {
      out.bytes(option);
    }
    out.flush(true);
  }

  private void login(byte[] message) throws IOException {
    int wanted = little(message).getInt(8);
    int packet = wanted >= 512 && wanted <= 32_767 ? wanted : 4096;
    try {
      Result ignored = backend.apply(new Request("login", List.of()));
    } catch (SqlError e) {
      error(e);
      out.done(DONE, ERROR, 0);
      out.flush(true);
      return;
    }
    environment(1, "master", "master");
    out.u8(0xE3); // collation
    out.le(8, 2);
    out.u8(7);
    out.u8(5);
    out.bytes(TdsType.collation());
    out.u8(0);
    String program = "Microsoft SQL Server";
    out.u8(0xAD);
    out.le(10 + 2L * program.length(), 2);
    out.u8(1);
    out.bytes(new byte[] {0x74, 0, 0, 4});
    out.shortText(program);
    out.bytes(new byte[] {16, 0, 0x10, 0});
    environment(4, String.valueOf(packet), "4096");
    out.done(DONE, 0, 0);
    out.flush(true);
    out.setPacketSize(packet);
  }

  private void environment(int kind, String now, String before) throws IOException {
    out.u8(0xE3);
    out.le(3 + 2L * (now.length() + before.length()), 2);
    out.u8(kind);
    out.shortText(now);
    out.shortText(before);
  }

  private static Request batch(byte[] message) {
    int headers = little(message).getInt(0);
    return new Request(
        new String(message, headers, message.length - headers, StandardCharsets.UTF_16LE),
        List.of());
  }

  /** sp_executesql and sp_prepexec: the statement and its values; anything else by its name. */
  private Request procedure(byte[] message) {
    ByteBuffer b = little(message);
    b.position(b.getInt(0));
    int nameLength = b.getShort() & 0xFFFF;
    if (nameLength != 0xFFFF) {
      byte[] name = new byte[2 * nameLength];
      b.get(name);
      return new Request("exec " + new String(name, StandardCharsets.UTF_16LE), List.of());
    }
    int number = b.getShort();
    b.getShort(); // flags
    if (number != EXECUTE_SQL && number != PREPARE && number != PREPARE_AND_EXECUTE) {
      return new Request("procedure " + number, List.of());
    }
    List<@Nullable Object> values = new ArrayList<>();
    while (b.hasRemaining()) {
      b.position(b.position() + 1 + 2 * (b.get(b.position()) & 0xFF) + 1); // name, flags
      values.add(TdsType.read(b));
    }
    boolean prepared = number != EXECUTE_SQL;
    String sql = String.valueOf(values.get(prepared ? 2 : 0));
    int first = prepared ? 3 : 2;
    return new Request(
        sql, values.size() <= first ? List.of() : values.subList(first, values.size()));
  }

  private void answer(Request request, boolean isProcedure) throws IOException {
    log.add(request.sql());
    long rows = 0;
    try {
      Result result = backend.apply(request);
      if (result == null) {
        out.done(isProcedure ? DONE_PROC : DONE, 0, 0);
        out.flush(true);
        return;
      }
      List<TdsType> types = columns(result.columns());
      while (result.rows().hasNext()) {
        Object[] row = result.rows().next();
        out.u8(0xD1);
        for (int i = 0; i < row.length; i++) {
          types.get(i).write(out, row[i]);
        }
        rows++;
        if ((rows & 255) == 0 && isAttention()) {
          log.add("attention after " + rows);
          out.done(DONE, COUNT, rows);
          out.flush(true);
          simple(ATTENTION_ACKNOWLEDGED);
          return;
        }
      }
      if (isProcedure) {
        out.done(DONE_IN_PROC, COUNT | MORE, rows);
        out.u8(0x79);
        out.le(0, 4);
        out.done(DONE_PROC, 0, 0);
      } else {
        out.done(DONE, COUNT, rows);
      }
    } catch (SqlError e) {
      error(e);
      out.done(isProcedure ? DONE_PROC : DONE, ERROR, rows);
    }
    out.flush(true);
  }

  private List<TdsType> columns(List<Column> columns) throws IOException {
    List<TdsType> types = new ArrayList<>();
    out.u8(0x81);
    out.le(columns.size(), 2);
    for (Column column : columns) {
      TdsType type = TdsType.of(column.type());
      types.add(type);
      out.le(0, 4);
      out.le(9, 2); // nullable, updatability unknown
      type.describe(out);
      out.shortText(column.name());
    }
    return types;
  }

  private boolean isAttention() throws IOException {
    if (in.available() < 8) {
      return false;
    }
    in.mark(8);
    if (in.readUnsignedByte() == 0x06) {
      in.readNBytes(7);
      return true;
    }
    in.reset();
    return false;
  }

  private void error(SqlError e) throws IOException {
    String message = String.valueOf(e.getMessage());
    String server = "stub";
    out.u8(0xAA);
    out.le(14 + 2L * (message.length() + server.length()), 2);
    out.le(e.number, 4);
    out.u8(1);
    out.u8(16);
    out.le(message.length(), 2);
    out.bytes(message.getBytes(StandardCharsets.UTF_16LE));
    out.shortText(server);
    out.shortText("");
    out.le(1, 4);
  }

  private static ByteBuffer little(byte[] message) {
    return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }
}
