"""The pages of the entrance as HTML: no script, no file from anywhere, readable on a phone and in the dark."""

from __future__ import annotations

import html
from dataclasses import dataclass
from urllib.parse import quote

from segmentation.language.i18n import LANGUAGES, translator

TAGS = {"zh": "zh-CN", "en": "en"}
STYLE = """
:root { color-scheme: light dark; --ground: #fff; --panel: #F5F6F8; --ink: #1F2933; --muted: #5B6673; --line: #8894A2;
  --accent: #1D68AC; --wrong: #B3261E }
@media (prefers-color-scheme: dark) { :root { --ground: #12161C; --panel: #1C222B; --ink: #E6E9EE; --muted: #9AA6B2;
  --line: #6B7785; --accent: #3079C4; --wrong: #F2867E } }
* { box-sizing: border-box } body { margin: 0; background: var(--ground); color: var(--ink); min-height: 100dvh;
  display: grid; place-items: center; padding: 16px;
  font: 16px/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
main { width: 100%; max-width: 360px } h1 { font-size: 22px; margin: 0 0 4px } p { margin: 0 0 16px; color: var(--muted) }
form { display: grid; gap: 12px } label { display: grid; gap: 4px; font-size: 14px }
input, button, .way { font: inherit; width: 100%; min-height: 44px; border-radius: 6px; border: 1px solid var(--line);
  padding: 8px 12px; background: var(--panel); color: inherit; text-align: center; text-decoration: none; display: block }
input { text-align: left } button { background: var(--accent); border-color: var(--accent); color: #fff; font-weight: 600;
  cursor: pointer } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.wrong { color: var(--wrong) } .ways { display: grid; gap: 8px; margin-top: 16px }
nav { margin-top: 24px; font-size: 14px; display: flex; gap: 16px } nav a { color: var(--muted); padding: 8px 0 }
"""


@dataclass(frozen=True)
class Form:
    """What a page holds: the app's path, the mark of the browser, where to go, what was typed, what is wrong, the providers."""

    base: str
    mark: str
    target: str = ""
    name: str = ""
    wrong: str = ""
    links: tuple[tuple[str, str], ...] = ()


def sign_in_html(lang: str, form: Form) -> tuple[str, str]:
    """Return the page where people sign in, and the mark that its form holds."""
    _ = translator(lang)
    wrong = f'<p class="wrong" role="alert">{html.escape(form.wrong)}</p>' if form.wrong else ""
    ways = "".join(
        f'<a class="way" href="{html.escape(address)}">{html.escape(_("Sign in with {provider}").format(provider=name))}</a>'
        for name, address in form.links
    )
    focus = ("", " autofocus") if form.name else (" autofocus", "")
    inner = (
        f"<p>{html.escape(_('Please sign in to see the customers of the house.'))}</p>{wrong}"
        f'<form method="post" action="{html.escape(form.base)}/sign-in">{_hidden(form)}'
        f"<label>{html.escape(_('Account'))}<input name=\"name\" value=\"{html.escape(form.name)}\" autocomplete=\"username\""
        f" autocapitalize=\"none\" spellcheck=\"false\" maxlength=\"100\" required{focus[0]}></label>"
        f"<label>{html.escape(_('Password'))}<input name=\"password\" type=\"password\" autocomplete=\"current-password\""
        f" maxlength=\"512\" required{focus[1]}></label>"
        f"<button>{html.escape(_('Sign in'))}</button></form>"
        + (f'<div class="ways">{ways}</div>' if ways else "")
    )
    return _page(lang, _("Sign in"), inner, f"{form.base}/sign-in", form.target), form.mark


def sign_out_html(lang: str, name: str, form: Form) -> tuple[str, str]:
    """Return the page that asks whether to sign out, and the mark that its form holds."""
    _ = translator(lang)
    inner = (
        f"<p>{html.escape(_('Signed in as {name}').format(name=name))}</p>"
        f'<form method="post" action="{html.escape(form.base)}/sign-out">{_hidden(form)}'
        f"<button>{html.escape(_('Sign out'))}</button>"
        f'<a class="way" href="{html.escape(form.base)}/">{html.escape(_("Back to the app"))}</a></form>'
    )
    return _page(lang, _("Sign out"), inner, f"{form.base}/sign-out", ""), form.mark


def _hidden(form: Form) -> str:
    fields = {"mark": form.mark, "to": form.target}
    return "".join(f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in fields.items())


def _page(lang: str, title: str, inner: str, address: str, target: str) -> str:
    _ = translator(lang)
    to = f"&to={quote(target, safe='')}" if target else ""
    switch = "".join(
        f'<a href="{html.escape(f"{address}?lang={each}{to}")}" hreflang="{TAGS[each]}" lang="{TAGS[each]}"'
        f"{' aria-current=true' if each == lang else ''}>{label}</a>"
        for each, label in LANGUAGES.items()
    )
    base = address.rpartition("/")[0]
    return (
        f'<!doctype html><html lang="{TAGS[lang]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="theme-color" content="#FFFFFF" media="(prefers-color-scheme: light)">'
        '<meta name="theme-color" content="#12161C" media="(prefers-color-scheme: dark)">'
        f'<link rel="manifest" href="{base}/manifest.webmanifest"><link rel="icon" href="{base}/icons/192.png">'
        f"<title>{html.escape(title)} · {html.escape(_('Customer grading'))}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{html.escape(title)}</h1>{inner}<nav>{switch}</nav></main></body></html>"
    )
