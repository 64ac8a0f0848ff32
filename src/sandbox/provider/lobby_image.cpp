// SPDX-License-Identifier: Apache-2.0
// A lobby picture per game, drawn as SVG: one colour of its own, its name, its best odd.
#include <string>

#include "sandbox/provider/games_api.h"

namespace croupier::sandbox::provider {

namespace {

constexpr int hues = 360;
constexpr int golden_angle = 137;  // neighbours in the list get colours far apart

}  // namespace

std::string lobby_image(const Game& game) {
    const auto place = &game - all_games().data();
    const std::string hue = std::to_string((20 + place * golden_angle) % hues);
    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">)";
    svg += "<rect width=\"320\" height=\"200\" fill=\"hsl(" + hue + ",55%,32%)\"/>";
    svg += "<circle cx=\"250\" cy=\"60\" r=\"110\" fill=\"hsl(" + hue + ",60%,42%)\"/>";
    svg += R"(<g fill="#fff" font-family="system-ui,sans-serif">)";
    svg += R"(<text x="20" y="150" font-size="30" font-weight="700">)" + std::string(game.name);
    svg += R"(</text><text x="20" y="178" font-size="16">up to )" + std::to_string(game.max_odd);
    svg += " times the stake</text></g></svg>";
    return svg;
}

}  // namespace croupier::sandbox::provider
