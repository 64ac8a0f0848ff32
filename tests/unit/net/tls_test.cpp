// SPDX-License-Identifier: Apache-2.0
// TLS both ways, with certificates made for the test.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "unit/net/support.h"

namespace croupier::net::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

template <class T, void (*free_function)(T*)>
struct Freed {
    void operator()(T* object) const { free_function(object); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509, X509_free>>;

struct Files {
    std::string certificate;
    std::string key;
};

// A directory of the test's own, removed with all that is in it.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "croupier-tls-XXXXXX").string();
        CROUPIER_CHECK(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;  // a leftover in the temporary directory
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string operator/(const std::string& name) const { return path_ / name; }

private:
    fs::path path_;
};

// Signed by itself, for these alternative names ("DNS:localhost").
Files make_certificate(const Folder& folder, const std::string& name, const std::string& names) {
    const KeyPtr key(EVP_EC_gen("P-256"));
    const CertificatePtr certificate(X509_new());
    X509* const x = certificate.get();
    CROUPIER_CHECK(key && X509_set_version(x, X509_VERSION_3) == 1);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -60);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, key.get());
    X509_NAME* const subject = X509_get_subject_name(x);
    const auto* common = reinterpret_cast<const unsigned char*>(name.c_str());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common, -1, -1, 0);
    X509_set_issuer_name(x, subject);
    X509_EXTENSION* const extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
    CROUPIER_CHECK(extension != nullptr && X509_add_ext(x, extension, -1) == 1);
    X509_EXTENSION_free(extension);
    CROUPIER_CHECK(X509_sign(x, key.get(), EVP_sha256()) > 0);

    Files files{folder / (name + ".pem"), folder / (name + ".key")};
    std::FILE* const out = std::fopen(files.certificate.c_str(), "w");
    CROUPIER_CHECK(out != nullptr && PEM_write_X509(out, x) == 1 && std::fclose(out) == 0);
    std::FILE* const secret = std::fopen(files.key.c_str(), "w");
    CROUPIER_CHECK(
        secret != nullptr &&
        PEM_write_PrivateKey(secret, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
        std::fclose(secret) == 0);
    return files;
}

class Tls : public testing::Test {
protected:
    std::uint16_t serve(const Files& files, ServerLimits limits = {}) {
        ServerOptions options;
        options.limits = limits;
        options.tls_certificate_file = files.certificate;
        options.tls_private_key_file = files.key;
        return net.serve(
            [](const Request& request, const Reply& reply) {
                reply(Response::text(200, request.body));
            },
            options);
    }
    void trust(const std::string& file) {
        ClientLimits limits;
        limits.extra_ca_file = file;
        net.make_client(limits);
    }
    HttpResult send(const std::string& host, std::uint16_t port, std::string body = "body") {
        OutgoingRequest request;
        request.url = "https://" + host + ":" + std::to_string(port) + "/";
        request.body = std::move(body);
        request.connect_timeout = seconds(5);
        return net.send(std::move(request));
    }

    Folder folder;
    Files here = make_certificate(folder, "here", "DNS:localhost,IP:127.0.0.1");
    Files elsewhere = make_certificate(folder, "elsewhere", "DNS:elsewhere.example");
    NetTest net;
};

void expect_refused(const HttpResult& result) {
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().fault, HttpFault::not_sent);
    EXPECT_EQ(result.error().detail, "tls: certificate verify failed (SSL routines)");
}

TEST_F(Tls, CarriesRequestsOnOneConnection) {
    const auto port = serve(here);
    trust(here.certificate);
    for (const std::size_t size : {0u, 1u, 16'384u, 16'385u, 200'000u}) {
        const std::string body(size, 'x');
        const auto result = send("localhost", port, body);
        ASSERT_TRUE(result.ok()) << result.error().detail;
        EXPECT_EQ(result.value().body, body);
    }
    EXPECT_TRUE(send("127.0.0.1", port).ok());
    EXPECT_EQ(net.counters().connections, 2u);  // one an origin
}

TEST_F(Tls, TrustsOnlyWhomItIsToldTo) {
    const auto port = serve(here);
    net.make_client();
    expect_refused(send("localhost", port));
    trust(elsewhere.certificate);
    expect_refused(send("localhost", port));
    EXPECT_EQ(net.counters().requests, 0u);
}

TEST_F(Tls, WantsTheRightName) {
    const auto port = serve(elsewhere);
    trust(elsewhere.certificate);
    expect_refused(send("localhost", port));
    expect_refused(send("127.0.0.1", port));
    EXPECT_EQ(net.counters().requests, 0u);
}

TEST_F(Tls, TellsACaFileThatIsNone) {
    const auto port = serve(here);
    trust(folder / "missing.pem");
    const auto result = send("localhost", port);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().fault, HttpFault::not_sent);
    EXPECT_EQ(result.error().detail.find("cannot use CA file "), 0u);
}

TEST_F(Tls, RefusesFilesThatDoNotBelongTogether) {
    ServerOptions options;
    options.tls_certificate_file = here.certificate;
    options.tls_private_key_file = elsewhere.key;
    net.thread().call([&] {
        const auto made = net.thread().loop().serve(options, [](const Request&, const Reply&) {});
        ASSERT_FALSE(made.ok());
        EXPECT_EQ(made.error().find("cannot use private key "), 0u) << made.error();
    });
}

TEST_F(Tls, SpeaksNoPlainHttp) {
    const auto port = serve(here);
    auto plain = RawSocket::connect(port);
    plain.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(status_of(plain.read_all()), 0);
    RawListener peer;
    trust(here.certificate);
    OutgoingRequest request;
    request.url = "https://127.0.0.1:" + std::to_string(peer.port()) + "/";
    auto result = net.begin(request, seconds(5));
    auto connection = peer.accept();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const auto refused = result.get();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().fault, HttpFault::not_sent);
    EXPECT_EQ(refused.error().detail.find("tls: "), 0u);
}

// A handshake by hand, offering at most this version.
bool shakes_hands(std::uint16_t port, int version) {
    std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>> context(
        SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    CROUPIER_CHECK(SSL_CTX_set_max_proto_version(context.get(), version) == 1);
    const std::string where = "127.0.0.1:" + std::to_string(port);
    std::unique_ptr<BIO, Freed<BIO, BIO_free_all>> connection(BIO_new_ssl_connect(context.get()));
    BIO_set_conn_hostname(connection.get(), where.c_str());
    return BIO_do_handshake(connection.get()) == 1;
}

TEST_F(Tls, IsOfVersion12OrNewer) {
    const auto port = serve(here);
    EXPECT_FALSE(shakes_hands(port, TLS1_1_VERSION));
    EXPECT_TRUE(shakes_hands(port, TLS1_2_VERSION));
    EXPECT_TRUE(shakes_hands(port, TLS1_3_VERSION));
}

TEST_F(Tls, TimesTheHandshake) {
    ServerLimits limits;
    limits.head_timeout = milliseconds(50);
    auto silent = RawSocket::connect(serve(here, limits));
    EXPECT_TRUE(silent.ends_within(seconds(5)));
    trust(here.certificate);
    const RawListener peer;
    OutgoingRequest request;
    request.url = "https://127.0.0.1:" + std::to_string(peer.port()) + "/";
    request.connect_timeout = milliseconds(50);
    const auto result = net.send(request);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().fault, HttpFault::not_sent);
    EXPECT_EQ(result.error().detail, "connect: time-out");
}

TEST_F(Tls, AnswersBeforeItCloses) {
    ServerLimits limits;
    limits.body_bytes_max = 10;
    const auto port = serve(here, limits);
    trust(here.certificate);
    const auto large = send("localhost", port, std::string(11, 'a'));
    ASSERT_TRUE(large.ok()) << large.error().detail;
    EXPECT_EQ(large.value().status, 413);
    EXPECT_TRUE(net.drains_within(seconds(60)));
    EXPECT_FALSE(send("localhost", port).ok());
}

}  // namespace
}  // namespace croupier::net::test
