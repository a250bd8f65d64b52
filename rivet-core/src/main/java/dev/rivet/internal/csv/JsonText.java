package dev.rivet.internal.csv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rivet.internal.batch.Offsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Lists and maps as compact JSON text. */
abstract class JsonText extends ColumnTextEncoder {
  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final byte[] ESCAPE = "\\u00".getBytes(US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  final Offsets offsets = new Offsets();

  private JsonText() {
    super(JsonForm.RAW, true);
  }

  /** {@code [1,null,3]}. */
  static ColumnTextEncoder list(ColumnTextEncoder element) {
    return new JsonText() {
      @Override
      void loadValues(FieldVector vector, int from, int rows) {
        offsets.load(vector, from, rows);
        element.load(((ListVector) vector).getDataVector(), offsets.first(), offsets.total());
      }

      @Override
      void append(int index, Utf8Buffer out) {
        int start = offsets.start(index);
        int length = offsets.length(index);
        out.put('[');
        for (int i = start; i < start + length; i++) {
          if (i > start) {
            out.put(',');
          }
          appendValue(element, i, out);
        }
        out.put(']');
      }
    };
  }

  /** <code>{"a":"1","b":null}</code>. */
  static ColumnTextEncoder map(ColumnTextEncoder key, ColumnTextEncoder value) {
    return new JsonText() {
      @Override
      void loadValues(FieldVector vector, int from, int rows) {
        offsets.load(vector, from, rows);
        StructVector entries = (StructVector) ((ListVector) vector).getDataVector();
        key.load(entries.getChildrenFromFields().get(0), offsets.first(), offsets.total());
        value.load(entries.getChildrenFromFields().get(1), offsets.first(), offsets.total());
      }

      @Override
      void append(int index, Utf8Buffer out) {
        int start = offsets.start(index);
        int length = offsets.length(index);
        out.put('{');
        for (int i = start; i < start + length; i++) {
          if (i > start) {
            out.put(',');
          }
          appendValue(key, i, out);
          out.put(':');
          appendValue(value, i, out);
        }
        out.put('}');
      }
    };
  }

  private static void appendValue(ColumnTextEncoder encoder, int index, Utf8Buffer out) {
    if (encoder.isNull(index)) {
      out.put(NULL);
      return;
    }
    int start = out.size();
    encoder.append(index, out);
    if (isString(encoder.jsonForm(), out)) {
      quote(start, out);
    }
  }

  private static boolean isString(JsonForm form, Utf8Buffer out) {
    return switch (form) {
      case RAW -> false;
      case RAW_IF_NUMBER -> out.array()[out.size() - 1] > '9';
      case STRING -> true;
    };
  }

  private static void quote(int start, Utf8Buffer out) {
    int length = out.size() - start;
    int firstSpecial = 0;
    while (firstSpecial < length && !isSpecial(out.array()[start + firstSpecial])) {
      firstSpecial++;
    }
    if (firstSpecial == length) {
      out.insert(start, '"');
      out.put('"');
      return;
    }
    byte[] text = new byte[length];
    System.arraycopy(out.array(), start, text, 0, length);
    out.truncate(start);
    out.put('"');
    for (byte b : text) {
      escape(b, out);
    }
    out.put('"');
  }

  private static boolean isSpecial(byte b) {
    return b >= 0 && b < 0x20 || b == '"' || b == '\\';
  }

  private static void escape(byte b, Utf8Buffer out) {
    if (!isSpecial(b)) {
      out.put(b);
      return;
    }
    int letter =
        switch (b) {
          case '"', '\\' -> b;
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          case '\b' -> 'b';
          case '\f' -> 'f';
          default -> 0;
        };
    if (letter != 0) {
      out.put('\\');
      out.put(letter);
    } else {
      out.put(ESCAPE);
      out.put(HEX[b >>> 4]);
      out.put(HEX[b & 15]);
    }
  }
}
