"""The two languages, and texts, numbers and days as people write them.

The English text is the msgid; ``locales/zh_CN.po`` is complete (a test extracts all messages and compares) and is compiled when
it is loaded, so there is no build step to forget. Schemes carry both languages themselves. Numbers, money and dates come from
Babel, except the short forms (¥12.3万, ¥123K), which CLDR does not have in the form people write.
"""
