// SPDX-License-Identifier: Apache-2.0
// The page of a game as one document: no build step, no outside file, readable with "view source".
#include <array>
#include <string>

#include "sandbox/provider/frame_api.h"

namespace croupier::sandbox::provider {
namespace {

constexpr std::string_view page = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{name}}</title>
<style nonce="{{nonce}}">
  :root { color-scheme: light dark; --accent: #b4531a; }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
         font: 1rem/1.5 system-ui, sans-serif; background: #faf6f0; color: #2b2420; }
  @media (prefers-color-scheme: dark) { body { background: #1d1a17; color: #f1e9df; } }
  main { width: min(30rem, 100%); padding: 1.25rem; text-align: center; }
  h1 { margin: 0; font-size: 1.6rem; }
  p { margin: .4rem 0; }
  small { opacity: .75; }
  output { display: block; font-variant-numeric: tabular-nums; }
  #balance { font-size: 1.25rem; }
  #outcome { min-height: 5.5rem; margin: 1rem 0; padding: 1rem; border-radius: .75rem;
             font-size: 1.2rem; display: grid; place-items: center; border: 1px solid; }
  #outcome.won { background: #2f7d4f; color: #fff; }
  #stakes { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: center; }
  button { font: inherit; padding: .6rem 1rem; min-width: 5rem; border: 0; border-radius: .6rem;
           background: var(--accent); color: #fff; cursor: pointer; }
  button:hover { filter: brightness(1.1); }
  button:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
  button:disabled { opacity: .5; cursor: default; }
</style>
<main>
  <h1>{{name}}</h1>
  <p><small>{{rules}} Return to player {{rtp}} %. {{mode}}</small></p>
  <p>Balance <output id="balance">…</output></p>
  <output id="outcome" aria-live="polite">Choose a stake.</output>
  <div id="stakes">{{buttons}}</div>
</main>
<script nonce="{{nonce}}">
  const base = "{{sessionId}}";  // relative to this page: works behind any prefix
  const currency = "{{currency}}";
  const balance = document.getElementById("balance");
  const outcome = document.getElementById("outcome");
  const buttons = [...document.querySelectorAll("button")];
  const refusals = { 2: "The session has ended.", 3: "This account cannot play.",
                     4: "Not enough money.", 6: "The bet was not possible.",
                     7: "A limit is reached." };
  const show = (text, won) => {
    outcome.textContent = text;
    outcome.className = won ? "won" : "";
  };
  const showBalance = (amount) => {
    if (amount !== undefined) balance.textContent = amount + " " + currency;
  };

  function tell(round) {
    if (round.error) return show(round.error);
    if (round.state === "pending") return show("Not settled yet. It will be: nothing is lost.");
    if (round.state === "refused") return show(refusals[round.code] ?? "The bet was refused.");
    if (round.state !== "accepted") return show("The bet did not count; the stake is yours.");
    const won = round.win !== "0";
    show(won ? round.label + ": " + round.win + " " + currency : "Nothing this time.", won);
  }
  async function play(stake) {
    buttons.forEach((button) => { button.disabled = true; });
    show("…");
    try {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ stake });
      const answer = await fetch(base + "/play", { method: "POST", headers, body });
      const round = await answer.json();
      tell(round);
      showBalance(round.balance);
    } catch {
      show("No connection. The round is settled without this page.");
    }
    buttons.forEach((button) => { button.disabled = false; });
  }
  buttons.forEach((button) => button.addEventListener("click", () => play(button.value)));
  fetch(base + "/balance")
    .then((answer) => answer.json())
    .then((json) => showBalance(json.balance))
    .catch(() => {});
</script>
</html>
)html";

void replace_all(std::string& text, std::string_view mark, std::string_view value) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        text.replace(at, mark.size(), value);
        at += value.size();
    }
}

// The smallest stake and its usual multiples, as far as the session's limits go.
std::string stake_buttons(const Session& session, const Game& game) {
    std::string buttons;
    for (const std::uint32_t multiple : std::array{1U, 2U, 5U, 10U, 50U}) {
        constexpr std::uint32_t hundredths = 100;
        const auto stake = win_of(session.min_bet, multiple * hundredths);
        if (!stake || check_stake(session, game, *stake)) continue;
        const std::string text = domain::to_text(*stake);
        buttons.append("<button value=\"").append(text).append("\">");
        buttons.append(text).append("</button>\n");
    }
    return buttons;
}

std::string percent(std::uint32_t basis_points) {
    const auto rest = std::to_string(basis_points % 100);
    return std::to_string(basis_points / 100) + (rest.size() == 1 ? ".0" : ".") + rest;
}

}  // namespace

std::string frame_page(const Session& session, const Game& game, std::string_view nonce) {
    // What is filled in holds no markup: our own catalogue, a GUID, a currency code and digits.
    std::string text(page);
    replace_all(text, "{{nonce}}", nonce);
    replace_all(text, "{{name}}", game.name);
    replace_all(text, "{{rules}}", game.rules);
    replace_all(text, "{{rtp}}", percent(game.rtp_basis_points));
    replace_all(text, "{{mode}}", session.mode == GameMode::demo ? "Play money." : "");
    replace_all(text, "{{buttons}}", stake_buttons(session, game));
    replace_all(text, "{{sessionId}}", session.session_id);
    replace_all(text, "{{currency}}", session.min_bet.currency().code());
    return text;
}

}  // namespace croupier::sandbox::provider
