package dev.rivet.it.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The string constants of a class file. */
final class ConstantPool {
  private ConstantPool() {}

  static List<String> strings(JavaClass type) {
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream();
        DataInputStream data = new DataInputStream(in)) {
      data.skipNBytes(8); // magic, version
      int count = data.readUnsignedShort();
      String[] texts = new String[count];
      List<Integer> constants = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        int tag = data.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[i] = data.readUTF();
          case 8 -> constants.add(data.readUnsignedShort());
          case 3, 4, 9, 10, 11, 12, 17, 18 -> data.skipNBytes(4);
          case 5, 6 -> {
            data.skipNBytes(8);
            i++;
          }
          case 7, 16, 19, 20 -> data.skipNBytes(2);
          case 15 -> data.skipNBytes(3);
          default -> throw new IOException("constant tag " + tag + " in " + type.getName());
        }
      }
      return constants.stream().map(i -> texts[i]).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
