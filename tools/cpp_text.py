# SPDX-License-Identifier: Apache-2.0
"""C++ as text: blanking comments and literals, and finding functions by their braces.

No parser: the house style (one formatter, no macros that open braces) makes heuristics enough.
"""
import re
from dataclasses import dataclass

RAW_STRING = re.compile(r'R"([^ ()\\\t\n]{0,16})\(')
NO_FUNCTION_NAME = {"noexcept", "decltype", "alignas", "requires", "explicit", "__attribute__",
                    "if", "for", "while", "switch", "return", "catch", "static_assert", "sizeof"}


@dataclass
class Function:
    name: str
    line: int  # of the name
    lines: int  # from the name to the closing brace; 0 for a declaration
    parameters: int


def blank(text):
    """The same text, same length and lines, with comments and the insides of literals as spaces."""
    out = []
    at = 0
    while at < len(text):
        end = _end_of_literal(text, at)
        if end is None:
            out.append(text[at])
            at += 1
            continue
        keep = text[at] if text[at] in "\"'" else " "
        out.append(keep)
        out.append(re.sub(r"[^\n]", " ", text[at + 1:end - 1]))
        out.append(keep if end - at > 1 else "")
        at = end
    return "".join(out)


def _end_of_literal(text, at):
    """Where the comment or literal that starts here ends, or None when none starts here."""
    if text.startswith("//", at):
        end = text.find("\n", at)
        return len(text) if end < 0 else end
    if text.startswith("/*", at):
        end = text.find("*/", at + 2)
        return len(text) if end < 0 else end + 2
    raw = RAW_STRING.match(text, at)
    if raw and not (at and (text[at - 1].isalnum() or text[at - 1] == "_")):
        end = text.find(")" + raw.group(1) + '"', raw.end())
        return len(text) if end < 0 else end + len(raw.group(1)) + 2
    if text[at] == '"' or (text[at] == "'" and not _is_digit_separator(text, at)):
        return _end_of_quoted(text, at)
    return None


def _is_digit_separator(text, at):
    return at > 0 and text[at - 1].isalnum() and at + 1 < len(text) and text[at + 1].isalnum()


def _end_of_quoted(text, at):
    quote = text[at]
    end = at + 1
    while end < len(text) and text[end] not in (quote, "\n"):
        end += 2 if text[end] == "\\" else 1
    return min(end + 1, len(text))


def functions(text):
    """Every function defined or declared in namespace or class scope; `text` has been blanked."""
    text = re.sub(r"^[ \t]*#(?:.*\\\n)*.*", lambda m: re.sub(r"[^\n]", " ", m.group()), text,
                  flags=re.M)
    found = []
    scopes = []  # kinds of the open braces: "open" (namespace, class), "body", "other"
    bodies = []  # the functions whose bodies are open
    head_from = 0
    parens = 0
    for at, char in enumerate(text):
        outside = all(kind == "open" for kind in scopes)
        if char in "()":
            parens += 1 if char == "(" else -1
        elif char == "{":
            kind = _kind(text[head_from:at]) if outside and parens == 0 else "other"
            scopes.append(kind)
            if kind == "body":
                bodies.append(_function(text, head_from, at))
            if kind != "other":
                head_from = at + 1
        elif char == "}" and scopes:
            kind = scopes.pop()
            if kind == "body":
                function = bodies.pop()
                function.lines = text.count("\n", 0, at) + 2 - function.line
                found.append(function)
            if kind != "other":
                head_from = at + 1
        elif char == ";" and outside and parens == 0:
            if _is_declaration(text[head_from:at]):
                found.append(_function(text, head_from, at))
            head_from = at + 1
    return found


def _kind(head):
    head = head.strip()
    plain = _without_templates(head)
    if re.search(r'\bnamespace\b|\bextern\s*"', plain):
        return "open"
    if "(" not in plain:
        return "open" if re.search(r"\b(class|struct|union)\b", plain) else "other"
    if re.search(r"\benum\b", plain):
        return "other"
    after = plain[plain.find(")"):]
    in_initialisers = re.search(r"(?<!:):(?!:)", after)
    if in_initialisers and re.search(r"[\w>]$", head):
        return "other"  # the brace of `member_{value}`
    return "body"


def _is_declaration(head):
    plain = _without_templates(head)
    before, paren, _ = plain.partition("(")
    return bool(paren) and "=" not in before.replace("operator", "").replace("==", "") \
        and not re.search(r"\b(using|typedef|static_assert|friend)\b", before)


def _function(text, head_from, at):
    head = text[head_from:at]
    plain = _without_templates(head)
    for match in re.finditer(r"(operator\s*(?:\(\s*\)|[^\s(\w]+|\w+)|~?\w+)\s*\(", plain):
        name = match.group(1)
        if name not in NO_FUNCTION_NAME:
            break
    else:
        return Function("?", text.count("\n", 0, at) + 1, 0, 0)
    position = head_from + match.start()
    line = text.count("\n", 0, position) + 1
    return Function(name, line, 0, _parameters(plain, match.end()))


def _parameters(plain, start):
    depth = 1
    commas = 0
    for at in range(start, len(plain)):
        if plain[at] in "([{":
            depth += 1
        elif plain[at] in ")]}":
            depth -= 1
            if depth == 0:
                inside = plain[start:at].strip()
                return 0 if inside in ("", "void") else commas + 1
        elif plain[at] == "," and depth == 1:
            commas += 1
    return 0


def _without_templates(head):
    """Blanks `<…>` argument lists (same length), so that their parentheses and commas vanish."""
    chars = list(head)
    opened = []
    for at, char in enumerate(chars):
        if char == "<" and at and (chars[at - 1].isalnum() or chars[at - 1] == "_") \
                and "operator" not in head[max(0, at - 8):at + 1]:
            opened.append(at)
        elif char == "<" and re.search(r"\btemplate\s*$", head[:at]):
            opened.append(at)
        elif char == ">" and opened and chars[at - 1] != "-":
            start = opened.pop()
            for inside in range(start, at + 1):
                if chars[inside] != "\n":
                    chars[inside] = " "
    return "".join(chars)
