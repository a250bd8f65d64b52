package dev.rivet.dialect.postgres.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Recovery;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.ValueRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RT4: what the server's codes mean. */
class ServerErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "08000, SOURCE_UNREACHABLE,        true,  true,  0",
    "08001, SOURCE_UNREACHABLE,        true,  true,  0",
    "08003, SOURCE_UNREACHABLE,        true,  true,  0",
    "08004, SOURCE_UNREACHABLE,        true,  true,  0",
    "08006, SOURCE_UNREACHABLE,        true,  true,  0",
    "57P01, SOURCE_UNREACHABLE,        true,  true,  15000",
    "57P02, SOURCE_UNREACHABLE,        true,  true,  15000",
    "57P03, SOURCE_UNREACHABLE,        true,  true,  15000",
    "57P05, SOURCE_UNREACHABLE,        true,  true,  0",
    "25P03, SOURCE_UNREACHABLE,        true,  true,  0",
    "53300, SOURCE_OVERLOADED,         true,  true,  15000",
    "53000, SOURCE_OVERLOADED,         true,  false, 5000",
    "53100, SOURCE_OVERLOADED,         true,  false, 5000",
    "53200, SOURCE_OVERLOADED,         true,  false, 5000",
    "40001, SOURCE_CONFLICT,           true,  false, 1000",
    "40P01, SOURCE_CONFLICT,           true,  false, 1000",
    "55P03, SOURCE_LOCK_TIMEOUT,       true,  false, 0",
    "57014, SOURCE_STATEMENT_TIMEOUT,  false, false, 0",
    "28000, SOURCE_AUTHENTICATION,     false, false, 0",
    "28P01, SOURCE_AUTHENTICATION,     false, false, 0",
    "3D000, SOURCE_UNREACHABLE,        false, false, 0",
    "42501, SOURCE_PERMISSION,         false, false, 0",
    "42P01, RELATION_NOT_FOUND,        false, false, 0",
    "3F000, RELATION_NOT_FOUND,        false, false, 0",
    "42703, SOURCE_STATEMENT_REJECTED, false, false, 0",
    "42601, SOURCE_STATEMENT_REJECTED, false, false, 0",
    "0A000, SOURCE_STATEMENT_REJECTED, false, false, 0",
    "25006, SOURCE_STATEMENT_REJECTED, false, false, 0",
    "22012, VALUE_NOT_REPRESENTABLE,   false, false, 0",
    "22P02, VALUE_NOT_REPRESENTABLE,   false, false, 0",
    "P0001, SOURCE_FAILED,             false, false, 0",
    "XX000, SOURCE_FAILED,             false, false, 0",
    "'',    SOURCE_FAILED,             false, false, 0",
  })
  void byCode(
      String state, ErrorCode code, boolean isTransient, boolean reconnect, long extraMillis) {
    SourceFailure expected =
        new SourceFailure(
            code,
            isTransient
                ? Recovery.RETRY
                : code == ErrorCode.SOURCE_FAILED ? Recovery.INVESTIGATE : Recovery.FIX_INPUT,
            reconnect,
            Duration.ofMillis(extraMillis),
            "");
    SQLException plain = new SQLException("text says deadlock, timeout, connection reset", state);
    SQLException wrapped = new SQLException("the pool's own words", new RuntimeException(plain));
    for (SQLException failure : new SQLException[] {plain, wrapped}) {
      SourceFailure verdict = ServerErrors.classify(failure);
      assertThat(verdict).usingRecursiveComparison().ignoringFields("hint").isEqualTo(expected);
    }
  }

  @Test
  void ownExceptionsComeFirst() {
    assertThat(ServerErrors.classify(new StatementCancelledException()).code())
        .isEqualTo(ErrorCode.CANCELLED);
    SQLException refused =
        new ValueRefusedException(ErrorCode.VALUE_TOO_LARGE, "v", "column v holds too much");
    refused.initCause(new SQLException("connection", "08006"));
    assertThat(ServerErrors.classify(refused).code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
    assertThat(ServerErrors.classify(refused).isTransient()).isFalse();
  }

  @Test
  void withoutCode() {
    SourceFailure io =
        ServerErrors.classify(new SQLException("x", new ConnectException("refused")));
    assertThat(io.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    assertThat(io.reconnect()).isTrue();
    SourceFailure pool =
        ServerErrors.classify(new SQLTransientConnectionException("Connection is not available"));
    assertThat(pool.code()).isEqualTo(ErrorCode.SOURCE_OVERLOADED);
    assertThat(pool.isTransient()).isTrue();
    assertThat(ServerErrors.classify(new IllegalStateException("x")).code())
        .isEqualTo(ErrorCode.SOURCE_FAILED);
  }

  @Test
  void poolThatCannotLogIn() {
    SQLException pool = new SQLTransientConnectionException("not available", "28P01");
    assertThat(ServerErrors.classify(pool).code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
  }

  /** A certificate does not become right by trying again. */
  @Test
  void certificates() {
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
    handshake.initCause(new CertificateException("no path"));
    SourceFailure verdict =
        ServerErrors.classify(new SQLException("SSL error", "08006", handshake));
    assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.hint()).contains("certificate");
    SourceFailure lost =
        ServerErrors.classify(new SQLException("SSL error", "08006", new IOException("reset")));
    assertThat(lost.isTransient()).isTrue();
  }

  @Test
  void circularCauses() {
    SQLException one = new SQLException("a");
    SQLException two = new SQLException("b", one);
    one.initCause(two);
    assertThat(ServerErrors.classify(one).code()).isEqualTo(ErrorCode.SOURCE_FAILED);
  }
}
