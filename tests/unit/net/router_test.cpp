// SPDX-License-Identifier: Apache-2.0
#include "net/router.h"

#include <gtest/gtest.h>

#include "net/refusal.h"

namespace croupier::net {
namespace {

// Answers with its name and its parameters: "bets a=1 b=2".
Route route(std::string method, std::string pattern, std::string name) {
    return {
        std::move(method), std::move(pattern),
        [name](const PathParameters& parameters, Request, Reply reply) {
            std::string text = name;
            for (const auto& [key, value] : parameters)
                text += " " + key + "=" + value;
            reply(Response::text(200, text));
        }};
}

Router games() {
    Router router;
    router.add({
        route("GET", "/", "root"),
        route("GET", "/v1/games/{id}", "game"),
        route("GET", "/v1/games/list", "list"),
        route("POST", "/v1/games/{id}/launch", "launch"),
        route("DELETE", "/v1/games/{id}", "remove"),
        route("GET", "/v1/{a}/x/{b}", "two"),
    });
    return router;
}

Response ask(const Router& router, std::string method, std::string path) {
    Response answer;
    Request request;
    request.method = std::move(method);
    request.target = path;
    request.path = std::move(path);
    router(std::move(request), Reply([&answer](Response r) { answer = std::move(r); }));
    return answer;
}

std::string name_of(std::string path) { return ask(games(), "GET", std::move(path)).body; }
int status_of(std::string path) { return ask(games(), "GET", std::move(path)).status; }

TEST(Router, FindsTheRoute) {
    EXPECT_EQ(name_of("/"), "root");
    EXPECT_EQ(name_of("/v1/games/7"), "game id=7");
    EXPECT_EQ(name_of("/v1/q/x/w"), "two a=q b=w");
    EXPECT_EQ(ask(games(), "POST", "/v1/games/7/launch").body, "launch id=7");
}

TEST(Router, PrefersTheLiteralWhateverTheOrder) { EXPECT_EQ(name_of("/v1/games/list"), "list"); }

TEST(Router, DecodesSegmentsAfterTheCut) {
    EXPECT_EQ(name_of("/v1/games/a%20b"), "game id=a b");
    EXPECT_EQ(name_of("/v1/games/a%2Fb"), "game id=a/b");
    EXPECT_EQ(name_of("/v1/games/a+b"), "game id=a+b");
    EXPECT_EQ(name_of("/v1/g%61mes/7"), "game id=7");
}

TEST(Router, RefusesPathsThatMeanTwoThings) {
    for (const char* path :
         {"/v1/games/..", "/v1/games/.", "/v1/games/%2e%2E", "/v1/games/%", "/v1/games/%4",
          "/v1/games/%zz", "/v1/games/a%00b", "*", ""}) {
        EXPECT_EQ(status_of(path), 400) << path;
    }
}

TEST(Router, SaysNotFound) {
    for (const char* path :
         {"/v1", "/v1/games", "/v1/games/", "/v1/games/7/", "//v1/games/7", "/v1/games/7/launch/x",
          "/V1/games/7"}) {
        EXPECT_EQ(status_of(path), 404) << path;
    }
}

TEST(Router, NamesTheMethodsThatAPathHas) {
    const auto answer = ask(games(), "POST", "/v1/games/7");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.header("Allow"), "DELETE, GET, HEAD");
    EXPECT_EQ(ask(games(), "GET", "/v1/games/7/launch").header("Allow"), "POST");
    EXPECT_EQ(ask(games(), "get", "/").status, 405);
}

TEST(Router, AnswersHeadAsGet) {
    EXPECT_EQ(ask(games(), "HEAD", "/v1/games/7").body, "game id=7");
    EXPECT_EQ(ask(games(), "HEAD", "/v1/games/list").body, "list");
    EXPECT_EQ(ask(games(), "HEAD", "/v1/games/7/launch").status, 405);
}

RefusalForms forms() {
    RefusalForms forms;
    forms.add({"/v1/games", [](int status) {
                   return Response::json(200, "{\"said\":" + std::to_string(status) + "}");
               }});
    return forms;
}

TEST(RefusalForms, TheWireOfAPathWordsItsRefusals) {
    for (const char* path : {"/v1/games", "/v1/games/", "/v1/games/7/x"}) {
        const Response refusal = forms()(413, path, "body too large");
        EXPECT_EQ(refusal.status, 413) << "whatever the form says";
        EXPECT_EQ(refusal.body, R"({"said":413})") << path;
    }
    for (const char* path : {"", "/", "/v1", "/v1/gamesome", "/health"}) {
        const Response refusal = forms()(413, path, "body too large");
        EXPECT_EQ(refusal.status, 413);
        EXPECT_EQ(refusal.body, "body too large\n") << path;
    }
}

TEST(Router, RefusesInTheFormOfThePath) {
    Router router(forms());
    router.add(route("GET", "/v1/games/{id}", "game"));
    EXPECT_EQ(ask(router, "GET", "/v1/games/7/x").body, R"({"said":404})");
    EXPECT_EQ(ask(router, "GET", "/v1/games/%zz").body, R"({"said":400})");
    const Response other_method = ask(router, "POST", "/v1/games/7");
    EXPECT_EQ(other_method.status, 405);
    EXPECT_EQ(other_method.body, R"({"said":405})");
    EXPECT_EQ(other_method.header("Allow"), "GET, HEAD");
    EXPECT_EQ(ask(router, "GET", "/x").body, "not found\n");
}

TEST(RouterDeathTest, RefusesTheSameRouteTwice) {
    Router router = games();
    EXPECT_DEATH(router.add(route("GET", "/v1/games/{other}", "again")), "check failed");
}

TEST(Reply, AnswersOnce) {
    int answers = 0;
    const Reply reply([&answers](const Response&) { ++answers; });
    EXPECT_FALSE(reply.answered());
    reply(Response::text(200, "a"));
    reply(Response::text(200, "b"));
    EXPECT_TRUE(reply.answered());
    EXPECT_EQ(answers, 1);
}

TEST(Reply, AnswersForAHandlerThatForgot) {
    int status = 0;
    {
        const Reply reply([&status](const Response& r) { status = r.status; });
        const Reply copy = reply;
        EXPECT_EQ(status, 0);
    }
    EXPECT_EQ(status, 500);
}

}  // namespace
}  // namespace croupier::net
